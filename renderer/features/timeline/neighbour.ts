import type { TimelinePoint } from './timelinePoints';

/** The row to which a key goes from another one; `null` for keys that don't walk. */
export function neighbour(points: readonly Pick<TimelinePoint, 'parent'>[], from: number, key: string): number | null {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'ArrowDown':
      return Math.min(points.length - 1, from + 1);
    case 'ArrowLeft':
      return points[from]?.parent ?? from;
    case 'ArrowRight': {
      const child = points.findIndex(({ parent }, row) => row > from && parent === from);
      return child === -1 ? from : child;
    }
    case 'Home':
      return 0;
    case 'End':
      return points.length - 1;
    default:
      return null;
  }
}
