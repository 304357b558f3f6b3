import { z } from 'zod';
import type { Json } from '../../lib/json';
import { type PermissionRules, ruleChangesSchema } from '../../session/permissionRules';
import type { SandboxAvailability, SandboxMode } from '../../session/sandbox';
import { command, of, query, stream } from '../define';

/** A tool call that waits for a person's answer. */
export type PendingPermission = {
  readonly requestId: string;
  readonly askedAt: string;
  readonly sessionId: string;
  readonly sessionTitle: string;
  /** The title of the session that it all began with, where that is another one: a step whose tool call started this. */
  readonly startedBy?: string;
  readonly callId: string;
  /** The steps it is asked for, the nearest first: a step of a run, and the step whose tool call started that run. */
  readonly steps: readonly { readonly runId: string; readonly stepId: string }[];
  readonly tool: string;
  /** As the tool will get it. */
  readonly input: Json;
  readonly workDir: string;
  /** Why it is asked about, as a sentence without its beginning and end. */
  readonly reason: string;
  /** What `run` and `always` would allow from then on; empty where neither can be offered. */
  readonly rules: readonly string[];
  /** The stored workflow that `always` can be limited to. */
  readonly workflowId: string | null;
  /** The text of the file that would be written, before; `null` when there is none. Left out where it cannot be shown. */
  readonly before?: string | null;
};

/** Where shell commands run now, and what this machine has for keeping them in. `isGiven`: by the command that started the host, not by Settings. */
export type SandboxState = SandboxAvailability & { readonly mode: SandboxMode; readonly isGiven: boolean };

/** `run`: also what is like it, until the run (or the session) is over. `always`: from now on. */
export const PERMISSION_ANSWERS = ['once', 'run', 'always', 'deny'] as const;
export type PermissionAnswer = (typeof PERMISSION_ANSWERS)[number];

/** Whose rules: the person's own, or those kept (with the app, not in the file) for one workflow. */
const owner = { workflowId: z.string().min(1).max(64).nullable().default(null) };

export const permissionsContract = {
  /** Everything that waits, oldest first; at once and after every change. */
  pending: stream(z.object({}), of<readonly PendingPermission[]>()),
  /** `NOT_FOUND` when it was answered or withdrawn meanwhile. */
  answer: command(
    z.object({
      requestId: z.string().min(1).max(64),
      answer: z.enum(PERMISSION_ANSWERS),
      /** Told to the model, with a denial. */
      reply: z.string().max(20_000).optional(),
      /** Where `always` is kept. */
      ...owner,
    }),
    of<null>(),
  ),
  rules: query(z.object(owner), of<Required<PermissionRules>>()),
  sandbox: query(z.object({}), of<SandboxState>()),
  /** Answers all the rules there are then. Only the changes are sent: an answer, or another window or terminal, may have changed others meanwhile. */
  changeRules: command(ruleChangesSchema.extend(owner), of<Required<PermissionRules>>()),
};
