import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import { useStepRun } from '../runs';
import { canvasStore } from './canvasStore';
import styles from './WireEdge.module.css';
import type { Wire } from './wires';

/** A dependency. How its two steps are doing shows on it: a slow dash into a working step, dimmed out of a failed one. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<Wire>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const from = useStepRun(source)?.status;
  const to = useStepRun(target)?.status;
  const isSplice = canvasStore((state) => state.spliceWire === id);
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 12 });
  return (
    <g
      className={styles.wire}
      data-upstream={data?.isUpstream}
      data-active={to === 'running' || to === 'waiting'}
      data-dimmed={from === 'failed' || from === 'skipped'}
      data-selected={selected || isSplice}
    >
      <BaseEdge id={id} path={path} interactionWidth={16} />
    </g>
  );
});
