import type { FileChange, FileRestorePlan } from './files';
import type { Checkpoint, Message, SessionSettings } from './session';

/** A message as the timeline draws it. */
export type TreeMessage = {
  readonly id: string;
  readonly parentId: string | null;
  readonly depth: number;
  readonly role: Message['role'];
  /** `result`: a user's message that only carries results of tools. */
  readonly kind: 'prompt' | 'result' | 'reply';
  /** The first line of its text; for a message without text, the tools it calls or answers. */
  readonly line: string;
  /** Input and output of the reply; 0 for messages of the user. */
  readonly tokens: number;
  readonly createdAt: string;
  readonly isInterrupted: boolean;
};

/** A point of a session's tree; `messageId: null` is the beginning, before the first message. */
export type SessionPoint = { readonly checkpointId: string } | { readonly messageId: string | null };

/** What going back to a point would change. */
export type RestorePreview = {
  readonly checkpoint: Checkpoint;
  /** Messages the conversation loses: they stay in the tree as a branch. The newest ones, at most `PREVIEWED_MESSAGES`. */
  readonly leaves: readonly TreeMessage[];
  readonly leftCount: number;
  /** Messages it gains: a branch that is taken up again. */
  readonly regains: readonly TreeMessage[];
  readonly regainedCount: number;
  readonly settings: readonly SettingChange[];
  /** `null`: the checkpoint carries no files, or `filesFailure` says why they cannot be looked at. */
  readonly files: FileRestorePlan | null;
  /** A sentence; restoring without files is possible all the same. */
  readonly filesFailure?: string;
};

export type SettingChange = { readonly name: keyof SessionSettings; readonly from: string; readonly to: string };

/** Two points of one session beside each other. */
export type PointComparison = {
  /** The last message both have; `null` when they part at the beginning. */
  readonly commonId: string | null;
  readonly commonCount: number;
  /** How many messages after it say the same on both sides, though each side has its own. */
  readonly sameCount: number;
  /** From where they part in words, oldest first: without the first `skip`, at most `COMPARED_MESSAGES`. */
  readonly left: ComparedSide;
  readonly right: ComparedSide;
  readonly settings: readonly SettingChange[];
  /** From left to right; `null` unless both are checkpoints that carry files. */
  readonly files: readonly FileChange[] | null;
};

/** `messageCount`: all from where the sides part in words, whether compared or not. */
export type ComparedSide = { readonly messages: readonly Message[]; readonly messageCount: number };

export const PREVIEWED_MESSAGES = 50;
export const COMPARED_MESSAGES = 200;
