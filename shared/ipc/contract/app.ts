import { z } from 'zod';
import type { ModelDescriptor } from '../../catalog/models';
import type { ToolDescriptor } from '../../catalog/tools';
import { command, of, query } from '../define';

export type AppInfo = {
  readonly version: string;
  readonly carrier: 'electron' | 'browser';
  readonly database: string;
  readonly workDir: string;
  /** `rehearsal` when no key is configured. */
  readonly provider: { readonly kind: 'anthropic' | 'rehearsal'; readonly baseUrl: string | null };
};

export type Catalog = { readonly tools: readonly ToolDescriptor[]; readonly models: readonly ModelDescriptor[] };

export const THEMES = ['system', 'light', 'dark', 'high-contrast'] as const;

/** Settings people can change in the window. Grows with the features; unknown stored keys are ignored. */
export const settingsSchema = z.object({
  theme: z.enum(THEMES).default('system'),
  reducedMotion: z.boolean().default(false),
  model: z.string().min(1).nullable().default(null),
  systemPrompt: z.string().default(''),
  workDir: z.string().nullable().default(null),
  maxConcurrency: z.number().int().min(1).max(64).default(10),
});
export type Settings = z.infer<typeof settingsSchema>;

export const appContract = {
  info: query(z.object({}), of<AppInfo>()),
  catalog: query(z.object({}), of<Catalog>()),
  settings: query(z.object({}), of<Settings>()),
  saveSettings: command(settingsSchema.partial(), of<Settings>()),
};
