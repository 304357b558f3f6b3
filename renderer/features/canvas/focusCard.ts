import { CARD_HEIGHT, CARD_WIDTH } from '../editor';
import { canvasStore } from './canvasStore';

/** Brings a step into sight if it is not, and by default gives it the keyboard, unless that has gone elsewhere meanwhile; in the outline its row. */
export function focusCard(key: string, { focus = true } = {}): void {
  const before = document.activeElement;
  const giveKeyboard = () => {
    if (document.activeElement === before || document.activeElement === document.body) cardElement(key)?.focus({ preventScroll: true });
  };
  // What was just added is only drawn with the next frame.
  requestAnimationFrame(() => {
    reveal(key);
    if (focus) requestAnimationFrame(giveKeyboard);
  });
}

function reveal(key: string): void {
  const { flow, nodes } = canvasStore.getState();
  const node = nodes.find(({ id }) => id === key);
  const canvas = canvasElement();
  if (!flow || !node || !canvas) return;
  const { left, right, top, bottom } = canvas.getBoundingClientRect();
  const first = flow.flowToScreenPosition(node.position);
  const last = flow.flowToScreenPosition({ x: node.position.x + CARD_WIDTH, y: node.position.y + CARD_HEIGHT });
  const isInSight = first.x >= left && first.y >= top && last.x <= right && last.y <= bottom;
  if (!isInSight)
    void flow.setCenter(node.position.x + CARD_WIDTH / 2, node.position.y + CARD_HEIGHT / 2, { zoom: Math.max(flow.getZoom(), 0.5) });
}

function canvasElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-surface="canvas"]');
}

function cardElement(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-surface] [data-step-key="${CSS.escape(key)}"]`);
}
