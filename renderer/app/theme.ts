import type { Settings } from '../../shared/ipc/contract/app';

const KEY = 'stepgraph.look';

export type Look = Pick<Settings, 'theme' | 'reducedMotion'>;

/** Paints the window in a theme and remembers it, so that the next start begins in it before the host has answered. */
export function applyLook(look: Look, page: Document = document): void {
  page.documentElement.dataset.theme = look.theme === 'system' && wantsContrast() ? 'high-contrast' : look.theme;
  page.documentElement.dataset.motion = look.reducedMotion ? 'reduced' : 'full';
  localStorage.setItem(KEY, JSON.stringify(look));
}

/** The look of the last time, or the system's. */
export function rememberedLook(): Look {
  try {
    const { theme, reducedMotion } = JSON.parse(localStorage.getItem(KEY) ?? '') as Look;
    return { theme, reducedMotion };
  } catch {
    return { theme: 'system', reducedMotion: false };
  }
}

function wantsContrast(): boolean {
  return matchMedia('(prefers-contrast: more)').matches;
}
