import styles from './GraphCell.module.css';
import type { GraphLine, GraphRow } from './lanes';
import type { TimelinePoint } from './timelinePoints';

type GraphCellProps = { readonly point: TimelinePoint; readonly drawing: GraphRow; readonly laneCount: number; readonly height: number };

/** One row's part of the graph: the lines that pass and its own mark. */
export function GraphCell({ point, drawing, laneCount, height }: GraphCellProps) {
  const x = (lane: number) => MARGIN + lane * laneWidth(laneCount);
  const width = x(laneCount - 1) + MARGIN;
  // Lines on the way to the head lie over the others.
  const lines = drawing.lines.toSorted((one, other) => Number(one.isOnPath) - Number(other.isOnPath));
  return (
    <svg className={styles.cell} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {lines.map((line) => (
        <path
          key={`${line.kind}-${line.lane}`}
          className={styles.line}
          data-path={line.isOnPath || undefined}
          d={linePath(line, x(drawing.lane), x(line.lane), height)}
        />
      ))}
      <Mark point={point} x={x(drawing.lane)} y={height / 2} />
    </svg>
  );
}

const MARGIN = 14;
/** Pixels that lanes may take together before they move closer. */
const ROOM = 120;

function laneWidth(laneCount: number): number {
  return Math.max(3, Math.min(16, ROOM / Math.max(1, laneCount - 1)));
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
