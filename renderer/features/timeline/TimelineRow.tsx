import { Files } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Badge } from '../../ui/Badge';
import { countOf, formatCount, formatWhen } from '../../ui/format';
import { GraphCell } from './GraphCell';
import type { GraphRow } from './lanes';
import { pointText } from './pointText';
import styles from './TimelineTree.module.css';
import type { TimelinePoint } from './timelinePoints';

type TimelineRowProps = {
  readonly id: string;
  readonly point: TimelinePoint;
  readonly drawing: GraphRow;
  readonly laneCount: number;
  readonly graphWidth: number;
  readonly height: number;
  readonly start: number;
  readonly place: { readonly index: number; readonly count: number };
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  readonly now: number;
  /** With Ctrl, ⌘ or Shift a click marks the point to compare with. */
  readonly onClick: (isMarking: boolean) => void;
  readonly onOpen: () => void;
};

export function TimelineRow({
  id,
  point,
  drawing,
  laneCount,
  graphWidth,
  height,
  start,
  place,
  isSelected,
  isMarked,
  now,
  onClick,
  onOpen,
}: TimelineRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys of all its rows
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={id}
      role="treeitem"
      aria-level={drawing.lane + 1}
      aria-setsize={place.count}
      aria-posinset={place.index + 1}
      aria-selected={isSelected || isMarked}
      aria-current={point.isHead ? 'true' : undefined}
      data-kind={point.kind}
      data-automatic={point.kind === 'checkpoint' && point.checkpoint.automatic ? true : undefined}
      data-selected={isSelected || undefined}
      data-marked={isMarked || undefined}
      className={styles.row}
      style={{ height, transform: `translateY(${start}px)` }}
      onClick={(event: MouseEvent) => onClick(event.ctrlKey || event.metaKey || event.shiftKey)}
      onDoubleClick={onOpen}
    >
      <GraphCell point={point} drawing={drawing} laneCount={laneCount} width={graphWidth} height={height} />
      <RowText point={point} />
      {isMarked && <Badge tone="accent">Compare with</Badge>}
      {point.isHead && <Badge tone="accent">Current</Badge>}
      <RowFacts point={point} now={now} />
    </div>
  );
}

function RowText({ point }: { readonly point: TimelinePoint }) {
  const { title, more } = pointText(point);
  if (point.kind === 'checkpoint') {
    const { automatic, files } = point.checkpoint;
    return (
      <span className={styles.text} title={title}>
        <span className="visually-hidden">{automatic ? 'Automatic checkpoint' : 'Checkpoint'} </span>
        <span className={styles.title}>{title}</span>
        {files && (
          <span className={styles.files} title={`With ${countOf(files.fileCount, 'file')} of ${files.workDir}`}>
            <Files size={12} aria-hidden="true" />
            <span className="visually-hidden">with files</span>
          </span>
        )}
        {automatic && <span className={styles.automatic}>automatic</span>}
      </span>
    );
  }
  return (
    <span className={styles.text} title={more ? `${title}\n${more}` : title}>
      <span className={styles.title}>{title}</span>
      {more && <span className={styles.more}>{more}</span>}
    </span>
  );
}

function RowFacts({ point, now }: { readonly point: TimelinePoint; readonly now: number }) {
  if (point.kind === 'beginning') return null;
  if (point.kind === 'checkpoint') return <span className={styles.facts}>{formatWhen(point.checkpoint.createdAt, now)}</span>;
  const { length, tokens, message } = point;
  return (
    <span className={styles.facts}>
      <span className={styles.counts}>
        {length > 1 && `${countOf(length, 'message')} · `}
        {tokens > 0 && `${formatCount(tokens)} tokens · `}
      </span>
      {formatWhen(message.createdAt, now)}
    </span>
  );
}
