import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Bot, MessageSquare, Plus } from 'lucide-react';
import { memo } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import type { StepState } from '../../../shared/run/state';
import { stepName, type WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { formatDuration } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { useStepSeverity } from '../editor';
import { useStepRun } from '../runs';
import { addWiredStepAfter } from './actions';
import { useDetail } from './detail';
import { LiveFooter } from './LiveFooter';
import type { StepNode } from './nodes';
import { ProblemMark } from './ProblemMark';
import { PromptExcerpt } from './PromptExcerpt';
import styles from './StepCard.module.css';
import { StepChips } from './StepChips';
import { isLive, stepStatus } from './stepStatus';

type CardProps = Pick<NodeProps<StepNode>, 'id' | 'data' | 'selected' | 'isConnectable'>;

/**
 * One step. React Flow passes the position with every frame of a drag, which this card does not draw; so it renders only when the
 * step, its selection, its run or its problems change.
 */
export const StepCard = memo(StepCardContent, isSamePaint);

function StepCardContent({ id, data: { step }, selected, isConnectable }: CardProps) {
  const run = useStepRun(step.id);
  const detail = useDetail();
  const name = stepName(step);
  const isInHand = detail === 'full' || detail === 'plain';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; a card is a group of what describes one step
    <div
      role="group"
      aria-label={name}
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      className={styles.card}
      data-step-id={step.id}
      data-step-key={id}
      data-status={stepStatus(run)}
      data-detail={detail}
      data-selected={selected}
    >
      {isInHand && <Handle type="target" position={Position.Left} isConnectable={isConnectable} className={styles.handle} />}
      {detail !== 'dots' && <CardHeader id={id} step={step} run={run} isEditable={isConnectable} />}
      {detail === 'full' && <CardBody step={step} run={run} />}
      {isInHand && <OutputHandle id={id} name={name} isConnectable={isConnectable} />}
    </div>
  );
}

type HeaderProps = {
  readonly id: string;
  readonly step: WorkflowStepDefinition;
  readonly run: StepState | undefined;
  readonly isEditable: boolean;
};

function CardHeader({ id, step, run, isEditable }: HeaderProps) {
  const severity = useStepSeverity(id);
  const status = stepStatus(run);
  const name = stepName(step);
  return (
    <header className={styles.header}>
      <span className={styles.icon} title={step.mode === 'single' ? 'One model turn' : 'Agent with tools'}>
        {step.mode === 'single' ? <MessageSquare size={16} aria-hidden="true" /> : <Bot size={16} aria-hidden="true" />}
      </span>
      <span className={styles.name} title={name}>
        {name}
      </span>
      {isEditable && severity && <ProblemMark severity={severity} />}
      {run && run.durationMs > 0 && !isLive(run) && <span className={styles.duration}>{formatDuration(run.durationMs)}</span>}
      <StatusMark status={status} size={status === 'idle' ? 12 : 16} />
    </header>
  );
}

function OutputHandle({ id, name, isConnectable }: { readonly id: string; readonly name: string; readonly isConnectable: boolean }) {
  return (
    <Handle
      type="source"
      position={Position.Right}
      isConnectable={isConnectable}
      className={styles.handle}
      title={isConnectable ? `Drag to a step to make it wait for ${name}, or click to add one` : undefined}
      onClick={isConnectable ? () => addWiredStepAfter(id) : undefined}
    >
      <Plus size={10} strokeWidth={3} aria-hidden="true" className={styles.plus} />
    </Handle>
  );
}

function CardBody({ step, run }: { readonly step: WorkflowStepDefinition; readonly run: StepState | undefined }) {
  if (run && isLive(run)) {
    return (
      <div className={styles.body}>
        <LiveFooter run={run} />
      </div>
    );
  }
  return (
    <div className={styles.body}>
      {run?.error ? <p className={styles.error}>{plainText(run.error)}</p> : <PromptExcerpt prompt={step.prompt} />}
      <StepChips step={step} />
    </div>
  );
}

function isSamePaint(before: CardProps, after: CardProps): boolean {
  return (
    before.id === after.id &&
    before.data === after.data &&
    before.selected === after.selected &&
    before.isConnectable === after.isConnectable
  );
}
