import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useNow } from '../../ui/useNow';
import { useWidth } from '../../ui/useWidth';
import { graphWidth } from './GraphCell';
import type { Graph } from './lanes';
import { neighbour } from './neighbour';
import { TimelineRow } from './TimelineRow';
import styles from './TimelineTree.module.css';
import type { TimelinePoint } from './timelinePoints';

const ROW = 32;

type TimelineTreeProps = {
  readonly points: readonly TimelinePoint[];
  readonly graph: Graph;
  readonly selected: number;
  /** The other point of a comparison. */
  readonly marked: number | null;
  readonly onSelect: (row: number) => void;
  readonly onMark: (row: number | null) => void;
  readonly onOpen: (point: TimelinePoint) => void;
  readonly onDelete: (point: TimelinePoint) => void;
};

/**
 * The graph as a tree of rows. Up and Down walk the rows, Left goes to where a point comes from, Right to what follows it, Space marks a point to
 * compare with, Enter opens, Delete deletes.
 */
export function TimelineTree({ points, graph, selected, marked, onSelect, onMark, onOpen, onDelete }: TimelineTreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(true, 30_000);
  const virtualizer = useVirtualizer({
    count: points.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
  });
  const width = graphWidth(graph.laneCount, useWidth(scroller));
  const rowId = (row: number) => `${id}-${row}`;
  const head = points.findIndex(({ isHead }) => isHead);
  const isDrawn = points.length > 0;
  useEffect(() => {
    if (isDrawn && head >= 0) virtualizer.scrollToIndex(head, { align: 'auto' });
  }, [virtualizer, isDrawn, head]);

  const onKeyDown = (event: KeyboardEvent) => {
    const point = points[selected];
    if (!point) return;
    const to = neighbour(points, selected, event.key);
    if (to !== null) {
      onSelect(to);
      virtualizer.scrollToIndex(to);
    } else if (event.key === 'Enter') onOpen(point);
    else if (event.key === 'Delete' || event.key === 'Backspace') onDelete(point);
    else if (event.key === ' ') onMark(marked === selected ? null : selected);
    else if (event.key === 'Escape' && marked !== null) onMark(null);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="tree"
        aria-label="Timeline"
        aria-multiselectable="true"
        aria-activedescendant={points[selected] ? rowId(selected) : undefined}
        tabIndex={0}
        data-focus-home
        className={styles.tree}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const point = points[index];
          const drawing = graph.rows[index];
          if (!point || !drawing) return null;
          return (
            <TimelineRow
              key={point.key}
              id={rowId(index)}
              point={point}
              drawing={drawing}
              laneCount={graph.laneCount}
              graphWidth={width}
              height={ROW}
              start={start}
              place={{ index, count: points.length }}
              isSelected={index === selected}
              isMarked={index === marked}
              now={now}
              onClick={(isMarking) => (isMarking ? onMark(index === marked ? null : index) : onSelect(index))}
              onOpen={() => onOpen(point)}
            />
          );
        })}
      </div>
    </div>
  );
}
