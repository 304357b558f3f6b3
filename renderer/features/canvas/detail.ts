import { createContext, useContext } from 'react';

/**
 * How much of a card is drawn. `full`: all of it. `plain`: a box with name and status. `overview`: the same without anything to take hold
 * of, and all wires on one canvas. `dots`: a box in the colour of its status. What nobody could read or hit costs a frame its time: a
 * thousand cards with handles, icons and clipped names take ten times as long to paint as a thousand boxes.
 */
export type Detail = 'full' | 'plain' | 'overview' | 'dots';

export function detailAt(zoom: number): Detail {
  if (zoom >= 0.5) return 'full';
  if (zoom >= 0.3) return 'plain';
  return zoom >= 0.15 ? 'overview' : 'dots';
}

/** Changes only when the zoom crosses a boundary, so that zooming renders no card. */
export const DetailContext = createContext<Detail>('full');

export function useDetail(): Detail {
  return useContext(DetailContext);
}
