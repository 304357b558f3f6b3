/** In pixels. React Flow works the minimap's scale out of these, so a style sheet can not hold them. */
export const MINIMAP = { width: 160, height: 104 };

/** Of a canvas this much wider and higher, the minimap covers a corner; of a smaller one it would cover the cards and the zoom buttons. */
const LEAST_RATIO = 3.5;

export function hasRoomForMinimap(canvas: { readonly width: number; readonly height: number }): boolean {
  return canvas.width >= MINIMAP.width * LEAST_RATIO && canvas.height >= MINIMAP.height * LEAST_RATIO;
}
