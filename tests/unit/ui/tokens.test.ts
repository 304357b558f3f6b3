import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('renderer/ui/tokens.css', 'utf8');

type Theme = ReadonlyMap<string, string>;

/** What a theme's colours are on top of the base ones; `light-dark(a, b)` gives both of its colour schemes. */
function readThemes(): ReadonlyMap<string, Theme> {
  const base = declarationsOf(':root {');
  const contrast = declarationsOf(':root[data-theme="high-contrast"] {');
  const pick = (side: 0 | 1, ...layers: readonly ReadonlyMap<string, readonly [string, string]>[]) =>
    new Map(layers.flatMap((layer) => [...layer].map(([name, pair]) => [name, pair[side]] as const)));
  return new Map([
    ['light', pick(0, base)],
    ['dark', pick(1, base)],
    ['high contrast, light', pick(0, base, contrast)],
    ['high contrast, dark', pick(1, base, contrast)],
  ]);
}

function declarationsOf(selector: string): ReadonlyMap<string, readonly [string, string]> {
  const start = css.indexOf(selector);
  const body = css.slice(start, css.indexOf('}', start));
  const found = body.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, [light, dark]]));
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `accent` mixed into `surface`, as behind selected rows. */
function tinted(surface: string, accent: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(accent, at) * share + channel(surface, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const SURFACES = ['canvas', 'panel', 'raised'];
const TEXTS = ['text', 'muted', 'accent', 'running', 'waiting', 'completed', 'failed', 'interrupted', 'cached', 'skipped', 'idle'];

describe.each([...readThemes()])('the %s theme', (_name, theme) => {
  const colour = (name: string): string => {
    const found = theme.get(name);
    if (found === undefined) throw new Error(`tokens.css does not declare --color-${name} as light-dark(#rrggbb, #rrggbb)`);
    return found;
  };

  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    'writes %s on %s with AA contrast',
    (text, surface) => {
      expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('writes on the accent with AA contrast', () => {
    expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['text', 'muted', 'accent'])('writes %s on a selected row with AA contrast', (text) => {
    expect(contrast(colour(text), tinted(colour('panel'), colour('accent'), 0.12))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SURFACES)('draws the edges of fields and the focus on %s with 3:1', (surface) => {
    expect(contrast(colour('edge'), colour(surface))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour('accent'), colour(surface))).toBeGreaterThanOrEqual(3);
  });
});
