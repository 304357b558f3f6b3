import type { Json } from '../lib/json';
import type { PermissionState } from '../run/events';
import type { Usage } from '../run/usage';

/** What happens inside a turn, for whoever watches: a step of a run, a window, a terminal. */
export type TurnFact =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'tool.start'; readonly callId: string; readonly name: string; readonly input: Json }
  | {
      readonly type: 'tool.done';
      readonly callId: string;
      readonly isError: boolean;
      readonly preview: string;
      readonly durationMs: number;
    }
  | {
      readonly type: 'permission';
      readonly callId: string;
      readonly state: PermissionState;
      /** What is asked about; only with `asked`. */
      readonly name?: string;
      readonly input?: Json;
      readonly reason?: string;
      /** What the person told the model with the answer. */
      readonly reply?: string;
      readonly requestId?: string;
    }
  /** Something was left out that the turn could do without: a skill that cannot be read, a server of the person's that does not start. */
  | { readonly type: 'warning'; readonly message: string }
  /** Of one reply: `turn` counts the replies since the prompt. */
  | { readonly type: 'usage'; readonly usage: Usage; readonly costUsd: number | null; readonly turn: number };

/** What one turn of a session came to. */
export type TurnResult = {
  readonly text: string;
  /** Names of the tools called, in order. */
  readonly toolCalls: readonly string[];
  readonly usage: Usage;
  readonly costUsd: number | null;
};

/**
 * A turn as a window watches it: its prompt, that it is `stored` (until then the message is in no conversation, and the turn may wait), what happens,
 * and last what it came to. A turn that fails ends its stream with the error.
 */
export type TurnItem =
  /** `replies`: how many there are already, of a turn that is gone on with. */
  | { readonly type: 'prompt'; readonly text: string; readonly replies?: number }
  | { readonly type: 'stored' }
  | TurnFact
  | ({ readonly type: 'done' } & TurnResult);
