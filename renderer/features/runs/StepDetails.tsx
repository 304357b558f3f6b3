import { GitBranch } from 'lucide-react';
import { useState } from 'react';
import type { StepState } from '../../../shared/run/state';
import { runCommand } from '../../app/commands';
import { Badge } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { IconButton } from '../../ui/IconButton';
import { type Tab, Tabs } from '../../ui/Tabs';
import { Folded } from './Folded';
import styles from './RunPanel.module.css';
import type { RunView } from './runsStore';
import { StepError } from './StepError';
import { StepOutput } from './StepOutput';
import { StepTranscript } from './StepTranscript';

type StepDetailsProps = { readonly step: StepState; readonly view: RunView };

/** One step's part of a run, as tabs. Until a person chooses a tab, the one that says most is in front. */
export function StepDetails({ step, view }: StepDetailsProps) {
  const [chosen, setChosen] = useState<string>();
  const { rehearsal } = view.detail;
  const tabs: Tab[] = [
    { id: 'transcript', label: 'Transcript', content: <StepTranscript step={step} /> },
    { id: 'input', label: 'Input', content: <StepInput step={step} /> },
    { id: 'output', label: 'Output', content: <StepOutput step={step} isRehearsal={rehearsal} /> },
  ];
  if (step.error !== undefined) tabs.push({ id: 'error', label: 'Error', content: <StepError step={step} /> });
  const telling = step.error !== undefined ? 'error' : step.status === 'completed' ? 'output' : 'transcript';
  const value = tabs.some(({ id }) => id === chosen) ? (chosen ?? telling) : telling;
  return (
    <section className={styles.details} aria-label={`Run of ${step.name}`}>
      <Tabs
        label="Parts of the step"
        tabs={tabs}
        value={value}
        onChange={setChosen}
        actions={
          <>
            {step.attempt > 1 && <Badge>attempt {step.attempt}</Badge>}
            {step.sessionId !== '' && (
              <IconButton
                label="Show the timeline of this step"
                size="small"
                icon={<GitBranch aria-hidden="true" />}
                onClick={() => runCommand('view.timeline')}
              />
            )}
          </>
        }
      />
    </section>
  );
}

function StepInput({ step }: { readonly step: StepState }) {
  if (step.prompt === '') return <EmptyState title="Not started">The prompt is put together when the step starts.</EmptyState>;
  return (
    <div className={styles.page}>
      <Folded text={step.prompt} label="Resolved prompt" />
    </div>
  );
}
