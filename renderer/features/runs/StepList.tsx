import type { StepState } from '../../../shared/run/state';
import { formatDuration } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { useNow } from '../../ui/useNow';
import { VirtualList } from '../../ui/VirtualList';
import styles from './RunPanel.module.css';
import { stepElapsed } from './runView';

type StepListProps = {
  readonly steps: readonly StepState[];
  readonly selectedId: string | null;
  readonly onSelect: (stepId: string) => void;
};

export function StepList({ steps, selectedId, onSelect }: StepListProps) {
  return (
    <div className={styles.steps}>
      <VirtualList
        label="Steps"
        items={steps}
        rowHeight={28}
        keyOf={(step) => step.id}
        selectedKey={selectedId}
        renderRow={(step) => <StepRow step={step} isSelected={step.id === selectedId} onSelect={onSelect} />}
      />
    </div>
  );
}

function StepRow({
  step,
  isSelected,
  onSelect,
}: {
  readonly step: StepState;
  readonly isSelected: boolean;
  readonly onSelect: StepListProps['onSelect'];
}) {
  const isLive = step.status === 'running' || step.status === 'waiting';
  const now = useNow(isLive, 200);
  return (
    <button
      type="button"
      data-row-focus
      className={styles.step}
      aria-current={isSelected || undefined}
      title={step.name}
      onClick={() => onSelect(step.id)}
    >
      <StatusMark status={step.status} size={14} />
      <span className={styles.stepName}>{step.name}</span>
      {step.startedAt !== undefined && <span className={styles.stepTime}>{formatDuration(stepElapsed(step, now))}</span>}
    </button>
  );
}
