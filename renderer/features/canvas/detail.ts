import { createContext, useContext } from 'react';

/** `full`: readable cards. `plain`: a box with name and status. `overview`: plain cards, and all wires on one canvas. */
export type Detail = 'full' | 'plain' | 'overview';

export function detailAt(zoom: number): Detail {
  if (zoom >= 0.5) return 'full';
  return zoom >= 0.3 ? 'plain' : 'overview';
}

/** Changes only when the zoom crosses a boundary, so that zooming renders no card. */
export const DetailContext = createContext<Detail>('full');

export function useDetail(): Detail {
  return useContext(DetailContext);
}
