import { useState } from 'react';
import { interpolate } from '../../../shared/workflow/interpolate';
import { parameterText } from '../../../shared/workflow/parameters';
import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { Disclosure } from '../../ui/Disclosure';
import { type RunView, useShownRun } from '../runs';
import styles from './ResolvedPrompt.module.css';

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
        <pre className={styles.text}>{resolve(step, definition, run) || 'The prompt is empty.'}</pre>
      </section>
    </Disclosure>
  );
}

function resolve(step: WorkflowStepDefinition, definition: WorkflowDefinition, run: RunView | undefined): string {
  const parameters = definition.parameters ?? {};
  return interpolate(step.prompt, {
    parameter: (name) => {
      const parameter = parameters[name];
      if (!parameter) return undefined;
      const value = run?.detail.params[name] ?? parameter.default;
      return value === undefined || value === null ? `$${name}` : parameterText(parameter.type, value);
    },
    step: (id, field) => {
      const before = run?.state.steps.get(id);
      if (before?.status !== 'completed') return undefined;
      return field === 'text' ? before.text : before.toolNames.join(', ');
    },
  });
}
