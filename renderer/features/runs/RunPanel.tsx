import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../ui/EmptyState';
import { RunHeader } from './RunHeader';
import styles from './RunPanel.module.css';
import { type RunView, useShownRun, useShownRunId, useShownSteps } from './runsStore';
import { stepToShow } from './runView';
import { StepDetails } from './StepDetails';
import { StepList } from './StepList';

type RunPanelProps = {
  /** The step chosen elsewhere in the window, as on the canvas. */
  readonly selectedStepId: string | null;
  readonly onSelectStep: (stepId: string) => void;
  readonly onRunAgain: (view: RunView) => void;
};

/** The run in front: its steps, and what the chosen one read, did and answered. */
export function RunPanel({ selectedStepId, onSelectStep, onRunAgain }: RunPanelProps) {
  const runId = useShownRunId();
  const view = useShownRun();
  if (!view) {
    return runId === null ? (
      <EmptyState icon={<Play />} title="No run to show">
        Press Run to start this workflow, or Rehearse to try its wiring without spending anything. Earlier runs are in the explorer.
      </EmptyState>
    ) : (
      <EmptyState title="Loading the run…" />
    );
  }
  return <OpenRunPanel key={runId} view={view} selectedStepId={selectedStepId} onSelectStep={onSelectStep} onRunAgain={onRunAgain} />;
}

function OpenRunPanel({ view, selectedStepId, onSelectStep, onRunAgain }: RunPanelProps & { readonly view: RunView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => setChosen(selectedStepId), [selectedStepId]);
  const steps = useShownSteps(view);
  const stepId = chosen !== null && view.state.steps.has(chosen) ? chosen : stepToShow(steps);
  const step = steps.find(({ id }) => id === stepId);
  const choose = (id: string) => {
    setChosen(id);
    onSelectStep(id);
  };
  return (
    <div className={styles.panel}>
      <RunHeader view={view} selectedStepId={step?.id ?? null} onRunAgain={onRunAgain} />
      <div className={styles.columns}>
        <StepList steps={steps} selectedId={step?.id ?? null} onSelect={choose} />
        {step && <StepDetails key={step.id} step={step} view={view} />}
      </div>
    </div>
  );
}
