import styles from './GraphCell.module.css';
import { type GraphLine, type GraphRow, SHARED_LANE } from './lanes';
import type { TimelinePoint } from './timelinePoints';

type GraphCellProps = {
  readonly point: TimelinePoint;
  readonly drawing: GraphRow;
  readonly laneCount: number;
  /** Of the whole graph: see `graphWidth`. */
  readonly width: number;
  readonly height: number;
};

/** One row's part of the graph: the lines that pass and its own mark. */
export function GraphCell({ point, drawing, laneCount, width, height }: GraphCellProps) {
  const x = (lane: number) => MARGIN + (lane * (width - 2 * MARGIN)) / Math.max(1, laneCount - 1);
  // Lines on the way to the head lie over the others.
  const lines = drawing.lines.toSorted((one, other) => Number(one.isOnPath) - Number(other.isOnPath));
  return (
    <svg className={styles.cell} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {lines.map((line) => (
        <path
          key={`${line.kind}-${line.lane}`}
          className={styles.line}
          data-path={line.isOnPath || undefined}
          data-shared={line.lane === SHARED_LANE || undefined}
          d={linePath(line, x(drawing.lane), x(line.lane), height)}
        />
      ))}
      <Mark point={point} x={x(drawing.lane)} y={height / 2} />
    </svg>
  );
}

const MARGIN = 14;
/** Pixels between two lanes. */
const GAP = 16;
/** Pixels that lanes may take together before they move closer. */
const ROOM = 120;

/** How wide the graph is drawn: what its lanes want, but most of a panel belongs to the names of the points. */
export function graphWidth(laneCount: number, panelWidth: number): number {
  const wanted = Math.min(ROOM, (laneCount - 1) * GAP);
  return 2 * MARGIN + Math.min(wanted, Math.max(0, panelWidth / 3 - 2 * MARGIN));
}

function linePath({ kind }: GraphLine, from: number, to: number, height: number): string {
  const middle = height / 2;
  switch (kind) {
    case 'through':
      return `M${to} 0V${height}`;
    case 'above':
      return `M${to} 0V${middle}`;
    case 'below':
      return `M${to} ${middle}V${height}`;
    case 'fork':
      return `M${from} ${middle}C${from} ${height} ${to} ${middle} ${to} ${height}`;
  }
}

function Mark({ point, x, y }: { readonly point: TimelinePoint; readonly x: number; readonly y: number }) {
  if (point.kind === 'checkpoint') {
    const size = point.checkpoint.automatic ? 4 : 6;
    return (
      <path
        className={styles.checkpoint}
        data-automatic={point.checkpoint.automatic || undefined}
        d={`M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`}
      />
    );
  }
  return (
    <>
      {point.isHead && <circle className={styles.ring} cx={x} cy={y} r={7} />}
      <circle className={styles.dot} data-path={point.isOnPath || undefined} cx={x} cy={y} r={4} />
    </>
  );
}
