import { z } from 'zod';
import type { StoredDecision } from '../../session/decision';
import {
  type Checkpoint,
  type DamagedCheckpoint,
  type Message,
  PERMISSION_MODES,
  SESSION_STATES,
  type Session,
  type SessionStateName,
} from '../../session/session';
import type { PointComparison, RestorePreview, TreeMessage } from '../../session/timeline';
import { nameSchema, UNNAMED_SESSION } from '../../session/title';
import type { TurnItem } from '../../session/turn';
import { command, commandStream, of, query, stream } from '../define';

/** How a session is used at this moment. */
export type SessionUse = {
  readonly state: SessionStateName;
  /** A turn runs or waits, in this process or another. */
  readonly isBusy: boolean;
  /** Its turn waits for a place, because as many as may are at work; nothing of it is stored yet. */
  readonly isWaiting: boolean;
};

export type SessionSummary = SessionUse &
  Pick<Session, 'id' | 'title' | 'createdAt' | 'lastActiveAt' | 'messageCount' | 'usage' | 'costUsd' | 'metadata'> & {
    readonly model: string | null;
    readonly rehearsal: boolean;
  };

export type SessionDetail = Session &
  SessionUse & {
    /** The last turn came to no answer; `retry` goes on with it. With the reason, where this host saw it fail. */
    readonly unanswered?: { readonly reason?: string };
  };

/** A place where a search found its words. It may lie on a branch: its conversation is the one whose `leafId` is the message. */
export type SessionMatch = {
  readonly sessionId: string;
  readonly messageId: string;
  readonly depth: number;
  readonly role: Message['role'];
  /** A line around the first word found, with at most 160 characters. */
  readonly excerpt: string;
};

export type SessionCounts = { readonly total: number; readonly active: number; readonly idle: number; readonly closed: number };

/** What was deleted together; `undelete` brings it back within an hour. */
export type Deletion = { readonly deleted: number; readonly deletion: string };

const id = z.string().min(1).max(64);
const state = z.enum(SESSION_STATES);
const limit = z.number().int().min(1).max(1000);
const offset = z.number().int().min(0);
const label = nameSchema('Give it a label.');
const title = nameSchema('Give it a title.');
const turnSettings = { permissionMode: z.enum(PERMISSION_MODES).optional(), workDir: z.string().min(1).optional() };
const point = z.union([z.strictObject({ checkpointId: id }), z.strictObject({ messageId: id.nullable() })]);

/** Both may be given; at least one has to be. `olderThan`: last used longer ago, as `30m`, `1h`, `7d`. */
export const pruneSchema = z.object({ status: state.optional(), olderThan: z.string().optional() });

export const sessionsContract = {
  /**
   * Last used first. `search` looks at titles, ids and every word said, and answers for each session listed where the words were said last;
   * `workflow` and `model` are whole names. `damaged`: the ids of those in this part that cannot be read; they can be deleted.
   */
  list: query(
    z.object({
      search: z.string().default(''),
      runId: z.string().optional(),
      state: state.optional(),
      workflow: z.string().optional(),
      model: z.string().optional(),
      limit: limit.default(200),
      offset: offset.default(0),
    }),
    of<{
      readonly sessions: readonly SessionSummary[];
      readonly damaged: readonly string[];
      readonly total: number;
      readonly matches: readonly SessionMatch[];
    }>(),
  ),
  /** The names there are to filter by. */
  facets: query(z.object({}), of<{ readonly workflows: readonly string[]; readonly models: readonly string[] }>()),
  /** Messages that hold all the words, best first; within one session when it is named. */
  find: query(z.object({ search: z.string(), id: id.optional(), limit: limit.default(50) }), of<readonly SessionMatch[]>()),
  get: query(z.object({ id }), of<SessionDetail>()),
  /**
   * The conversation that ends at `leafId` (the session's head unless given), oldest first: the messages of depth `from`, `from` + 1 …, at most
   * `limit`. Depths run from 1 to the leaf's, so any part can be had: around a message of depth d, ask from d − 50 on.
   */
  conversation: query(
    z.object({ id, leafId: id.optional(), from: z.number().int().min(1).default(1), limit: limit.optional() }),
    of<readonly Message[]>(),
  ),
  message: query(z.object({ id, messageId: id }), of<Message>()),
  /**
   * What was decided about calls, oldest first: messages with results have it too, this also tells what was decided about servers to start and about
   * calls without a result. Not for the turns of a run's steps, whose events say it.
   */
  decisions: query(z.object({ id, limit: limit.default(200), offset: offset.default(0) }), of<readonly StoredDecision[]>()),
  /**
   * The messages of the session in the order of storing, parents first: at most `limit` of those after the message `after`. The tree only grows;
   * fewer than `limit` are its end.
   */
  tree: query(z.object({ id, after: id.optional(), limit: limit.default(500) }), of<readonly TreeMessage[]>()),
  /** The sessions that tool calls of this one began, such as an agent's for its task; `metadata.parentCallId` says which call. Not those of steps of runs. */
  startedBy: query(z.object({ id }), of<readonly SessionSummary[]>()),
  stats: query(z.object({}), of<SessionCounts>()),

  /** A new conversation, with the settings a new session has now. */
  create: command(
    z.object({
      title: title.default(UNNAMED_SESSION),
      model: z.string().min(1).nullable().optional(),
      systemPrompt: z.string().optional(),
      workDir: z.string().min(1).optional(),
    }),
    of<SessionSummary>(),
  ),
  rename: command(z.object({ id, title }), of<null>()),
  /**
   * One turn, with `permissionMode` in place of the session's own; from it on the session works in `workDir`. Yields what happens in it and ends with `done`, or fails with the turn's error; turns of one session wait for one another. Leaving the
   * stream only stops watching: the turn goes on, `watch` finds it again, and `stop` ends it. `BUSY` while another process has a turn of it. What
   * fails before `stored` has left nothing behind: the text can be sent again.
   */
  send: commandStream(
    z.object({
      id,
      text: z.string().refine((text) => text.trim() !== '', 'Write a message first.'),
      ...turnSettings,
    }),
    of<TurnItem>(),
  ),
  /** Goes on with a turn that came to no answer, from what is stored; streams as `send` does. `INVALID_INPUT` where there is none. */
  retry: commandStream(z.object({ id, ...turnSettings }), of<TurnItem>()),
  /** The turn under way in this host, from its beginning; ends at once when there is none. Several turns come one after the other. */
  watch: stream(z.object({ id }), of<TurnItem>()),
  /** Ends the turns of the session, waiting ones too. Resolves when what they had is stored. */
  stop: command(z.object({ id }), of<null>()),

  closeIdle: command(z.object({}), of<{ readonly closed: number }>()),
  /**
   * What `prune` would delete, last used first: the first `limit` of them and how many. `damaged`: the ids of those among them that cannot be read.
   * `INVALID_INPUT` without any filter.
   */
  prunePreview: query(
    pruneSchema.extend({ limit: limit.default(200) }),
    of<{ readonly sessions: readonly SessionSummary[]; readonly damaged: readonly string[]; readonly total: number }>(),
  ),
  prune: command(pruneSchema, of<Deletion>()),
  /** `BUSY`, and nothing is deleted, when a turn of one of them runs. */
  delete: command(z.object({ ids: z.array(id).min(1).max(1000) }), of<Deletion>()),
  /** Answers how many are back. `NOT_FOUND` when it is too late. */
  undelete: command(z.object({ deletion: id }), of<{ readonly restored: number }>()),

  /** Oldest first, without the damaged ones. */
  checkpoints: query(z.object({ id }), of<readonly Checkpoint[]>()),
  /** Those that cannot be read any more. `deleteCheckpoint` deletes them as well. */
  damagedCheckpoints: query(z.object({ id }), of<readonly DamagedCheckpoint[]>()),
  /** Names the point where the session stands, or `messageId`. With `files`, the work directory is kept with it. */
  saveCheckpoint: command(
    z.object({ id, label, messageId: id.nullable().optional(), files: z.boolean().default(false) }),
    of<Checkpoint>(),
  ),
  /** Where the files of the checkpoint cannot be looked at, it says why, and the rest all the same. */
  restorePreview: query(z.object({ id, checkpointId: id }), of<RestorePreview>()),
  /**
   * Moves the session back to a checkpoint; with `files`, the work directory too. Answers the automatic checkpoint of the point left, through which it
   * is undone. `BUSY` during a turn. `CONFLICT` (details: the paths) when files were changed by something else since, unless `force`; and with `shown`, the
   * id of the plan in the preview, also when restoring would by now do anything else than that plan says. `files: true` where the checkpoint carries none is `INVALID_INPUT`.
   */
  restoreCheckpoint: command(
    z.object({
      id,
      checkpointId: id,
      files: z.boolean().default(false),
      force: z.boolean().default(false),
      shown: id.optional(),
    }),
    of<Checkpoint>(),
  ),
  /**
   * Goes on from any message: names it with a checkpoint and moves the session there, so that the next turn begins a branch. The point left is marked
   * by an automatic checkpoint. Settings stay as they are. Answers the checkpoint of the new branch.
   */
  branch: command(z.object({ id, messageId: id.nullable(), label: label.default('Branch') }), of<Checkpoint>()),
  /** Its messages stay. `undeleteCheckpoint` brings it back within an hour, while this host runs. */
  deleteCheckpoint: command(z.object({ id, checkpointId: id }), of<{ readonly deletion: string }>()),
  /** `NOT_FOUND` when it is too late. */
  undeleteCheckpoint: command(z.object({ deletion: id }), of<null>()),
  /** From where the two part, in parts: `skip` leaves out the first messages of either side. */
  compare: query(z.object({ id, left: point, right: point, skip: offset.default(0) }), of<PointComparison>()),

  /** Yields at once and whenever a list, a session or its checkpoints may have changed. */
  changes: stream(z.object({}), of<{ readonly at: string }>()),
};
