import { useState } from 'react';
import { interpolate } from '../../../shared/workflow/interpolate';
import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { Disclosure } from '../../ui/Disclosure';
import { useShownRun } from '../runs';
import styles from './ResolvedPrompt.module.css';
import { valuesFor } from './runValues';

type ResolvedPromptProps = { readonly step: WorkflowStepDefinition; readonly definition: WorkflowDefinition };

/** The prompt as the model would get it, with the values of the run that is shown, else with the defaults. */
export function ResolvedPrompt({ step, definition }: ResolvedPromptProps) {
  const [isOpen, setIsOpen] = useState(false);
  const run = useShownRun();
  return (
    <Disclosure open={isOpen} onToggle={setIsOpen} summary="Resolved prompt">
      <p className={styles.source}>
        {run ? 'With the values of the run shown.' : 'With default values; results of steps come with a run.'}
      </p>
      <section aria-label="Resolved prompt">
        <pre className={styles.text}>{interpolate(step.prompt, valuesFor(definition, run)) || 'The prompt is empty.'}</pre>
      </section>
    </Disclosure>
  );
}
