import { z } from 'zod';
import type { ModelDescriptor } from '../../catalog/models';
import type { ToolDescriptor } from '../../catalog/tools';
import { SANDBOX_MODES } from '../../session/sandbox';
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

/** Timers take no more (2³¹ − 1 ms, about 24 days). */
const MOST_MS = 2_147_483_647;

const time = z.number().int().min(1_000).max(MOST_MS);

const fields = {
  theme: z.enum(THEMES),
  reducedMotion: z.boolean(),
  model: z.string().min(1).nullable(),
  systemPrompt: z.string(),
  workDir: z.string().nullable(),
  /** Steps of a run, and turns of all sessions, that go on at the same time. */
  maxConcurrency: z.number().int().min(1).max(64),
  /** Applied wherever this store is used without other wishes; the window's own default keeps much more than the library's. */
  sessionManager: z.object({
    idleTimeoutMs: time.default(30 * 60_000),
    maxSessions: z.number().int().min(1).max(1_000_000).default(5_000),
    cleanupIntervalMs: time.default(5 * 60_000),
  }),
  /** Each step of a run keeps its work directory before and after, so that what it changed can be taken back. */
  keepStepFiles: z.boolean(),
  /** Where shell commands run. */
  sandbox: z.enum(SANDBOX_MODES),
  /** Once a session has read what others may have written, what changes things asks again, but for rules that are trusted. */
  askAfterUntrusted: z.boolean(),
};

/** Settings people can change in the window. Grows with the features; unknown stored keys are ignored. */
export const settingsSchema = z.object({
  theme: fields.theme.default('system'),
  reducedMotion: fields.reducedMotion.default(false),
  model: fields.model.default(null),
  systemPrompt: fields.systemPrompt.default(''),
  workDir: fields.workDir.default(null),
  maxConcurrency: fields.maxConcurrency.default(10),
  sessionManager: fields.sessionManager.prefault({}),
  keepStepFiles: fields.keepStepFiles.default(false),
  sandbox: fields.sandbox.default('off'),
  askAfterUntrusted: fields.askAfterUntrusted.default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Without defaults: they would be put in for what is not to change. */
const settingsChangeSchema = z.object(fields).partial();

export const appContract = {
  info: query(z.object({}), of<AppInfo>()),
  catalog: query(z.object({}), of<Catalog>()),
  settings: query(z.object({}), of<Settings>()),
  saveSettings: command(settingsChangeSchema, of<Settings>()),
};
