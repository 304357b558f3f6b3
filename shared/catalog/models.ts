/** Models people can pick from a list; any other name may be typed. Prices live with the host (electron/model/prices.ts). */
export type ModelDescriptor = { readonly id: string; readonly title: string };

export const DEFAULT_MODEL = 'claude-sonnet-4-6';

export const KNOWN_MODELS: readonly ModelDescriptor[] = [
  { id: 'claude-opus-4-6', title: 'Claude Opus 4.6' },
  { id: 'claude-sonnet-4-6', title: 'Claude Sonnet 4.6' },
  { id: 'claude-haiku-4-5', title: 'Claude Haiku 4.5' },
];
