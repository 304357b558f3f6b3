import type { CallDecision, StoredDecision } from '../../../shared/session/decision';
import type { Checkpoint, DamagedCheckpoint, Message, Session, SessionSettings, SessionStateName } from '../../../shared/session/session';
import type { FileStep } from './files';

export type SessionFilter = {
  readonly search?: string;
  readonly runId?: string;
  readonly workflow?: string;
  readonly model?: string;
  /** Idle are those last used before `idleBefore` (ISO). */
  readonly state?: { readonly name: SessionStateName; readonly idleBefore: string };
  readonly limit?: number;
  readonly offset?: number;
};

/** A session as somebody saw it. Any use since has changed it, whichever process it was in. */
export type SeenSession = Pick<Session, 'id' | 'lastActiveAt' | 'closedAt'>;

/** What cleaning up needs to know of a session; quickly had of all of them, also of damaged ones. */
export type SessionOverview = SeenSession & {
  /** The session from within which it was started: it goes with that one. */
  readonly parentId: string | null;
};

/** Puts a session somewhere else in its tree. */
export type HeadMove = {
  readonly headId: string | null;
  readonly settings?: SessionSettings;
  readonly checkpointId?: string | null;
  readonly knownTree?: string;
  /** Checkpoints that are made with it. */
  readonly marks?: readonly Checkpoint[];
};

/** A restoring of files that is under way, written down before it begins. */
export type FileRestore = {
  readonly id: string;
  readonly sessionId: string;
  readonly workDir: string;
  readonly steps: readonly FileStep[];
  /** Where the session stands afterwards. */
  readonly move: Pick<HeadMove, 'headId' | 'settings' | 'checkpointId'>;
  /** Where it stood when the restoring began. */
  readonly fromHeadId?: string | null;
};

/** All writes resolve when durable. Deleted sessions that can still be brought back are hidden from everything but `unhide` and `purge`. */
export type SessionStore = {
  /** `duringRun`: for a step of this run; `CONFLICT` where this process does not run it, or not any more. */
  create(session: Session, duringRun?: string): Promise<void>;
  get(id: string): Session | undefined;
  list(filter: SessionFilter): Session[];
  /** The last used first; none is left out. */
  overview(): SessionOverview[];
  update(id: string, change: Partial<Pick<Session, 'title' | 'lastActiveAt' | 'closedAt' | 'settings' | 'knownTree'>>): Promise<void>;
  /** In one commit. `BUSY` while another process has a turn of it, `STORE_FAILED` when the conversation that ends at the new head is damaged. */
  moveHead(id: string, move: HeadMove): Promise<void>;
  /** Keeps other processes from adding to the session until `release`, and touches it. `BUSY` while another living process has it. */
  claim(id: string, at: string): Promise<void>;
  /** Lets go of a session and touches it; nothing happens when the claim was lost. */
  release(id: string, at: string): Promise<void>;
  /** Sessions that other living processes have claimed. */
  claimedElsewhere(): ReadonlySet<string>;
  /** The sessions of the runs that are under way in a living process, this one or another: their steps come back to them. */
  inRunsUnderWay(): ReadonlySet<string>;
  /** With the sessions and runs that were started from within them; answers how many sessions are gone. `BUSY` while one of these runs, or one that a session is a step of, is under way. */
  delete(ids: readonly string[]): Promise<number>;
  /** The same, but so that `unhide` can bring them back until they are purged. */
  hide(ids: readonly string[], as: { readonly deletion: string; readonly at: string }): Promise<number>;
  /**
   * Deletes those of them that are as they were seen, with what was started from within them; the number of those. What was used since, is in use or
   * under way stays, and so does all that belongs to the same family: nobody meant to delete what is used.
   */
  deleteUnused(seen: readonly SeenSession[]): Promise<number>;
  /** The same, but hides them. */
  hideUnused(seen: readonly SeenSession[], as: { readonly deletion: string; readonly at: string }): Promise<number>;
  /** Closes those of them that are as they were seen and not in use; the number of those. */
  closeUnused(seen: readonly SeenSession[], at: string): Promise<number>;
  unhide(deletion: string): Promise<number>;
  /** Deletes for good what was hidden before that time (ISO) and nobody uses; what belongs to it and is not hidden, or not so long, stays. */
  purge(before: string): Promise<number>;
  /**
   * Adds what was decided about a call, or what was answered where a person was asked about it. The next message with the call's result has it from
   * then on.
   */
  addDecision(sessionId: string, decision: CallDecision): Promise<void>;
  /** All that was decided in a session, also about what has no result: oldest first, at most `limit` (1,000 unless given) after the first `offset`. */
  decisions(sessionId: string, part?: { readonly offset?: number; readonly limit?: number }): StoredDecision[];
  /** Adds the message, moves the session's head to it and adds its usage and cost to the session's, in one commit. */
  append(message: Message, costUsd: number | null): Promise<void>;
  /**
   * The conversation that ends at `messageId`, oldest first; or of it the messages of depth `from`, `from` + 1 …, at most `limit`. `STORE_FAILED`
   * when one of them is damaged, unless it is only to be looked at (`forPeople`): then a sentence stands for it; and in any case when one between
   * `from` and `messageId` is missing or out of place.
   */
  conversation(
    messageId: string | null,
    part?: { readonly from?: number; readonly limit?: number; readonly forPeople?: boolean },
  ): Message[];
  message(id: string): Message | undefined;
  /** The ids from the root to a message; none for `null`. `STORE_FAILED` when one is missing or out of place. */
  path(messageId: string | null): readonly string[];
  /** The tree of a session in the order of storing, parents first: what was stored after the message `after`, at most `limit`. For people. */
  messages(sessionId: string, part?: { readonly after?: string | undefined; readonly limit?: number }): Message[];
  /**
   * The session stands there then, unless it is automatic. Its files are those that the session knows, where it knew none before. `duringRun`: see
   * `create`.
   */
  saveCheckpoint(checkpoint: Checkpoint, duringRun?: string): Promise<void>;
  /** Oldest first, without the damaged ones. */
  checkpoints(sessionId: string): Checkpoint[];
  damagedCheckpoints(sessionId: string): DamagedCheckpoint[];
  checkpoint(id: string): Checkpoint | undefined;
  /**
   * Also a damaged one. What hung from it hangs from its parent then. Answers how to bring it back to its place; undefined when the session has no such
   * checkpoint.
   */
  deleteCheckpoint(sessionId: string, id: string): Promise<(() => Promise<void>) | undefined>;
  /** Writes it down together with the checkpoint of the point that is left. */
  beginFileRestore(restore: FileRestore, left: Checkpoint): Promise<void>;
  /** Moves the session and forgets the restore, in one commit. */
  finishFileRestore(restore: FileRestore, knownTree: string, marks?: readonly Checkpoint[]): Promise<void>;
  abandonFileRestore(id: string): Promise<void>;
  /** Those that a process left behind which is gone. */
  abandonedFileRestores(): readonly FileRestore[];
  /** Makes one of them this process's; false when another process did, or ended it. */
  adoptFileRestore(id: string): Promise<boolean>;
};

/** Whole outputs of calls, for those that were too long for the model. They go with their session. */
export type ToolOutputStore = {
  /** Adds the next part; the first (0) takes the place of what was kept of that call before. `isCut`: more came than is kept. */
  append(part: {
    readonly sessionId: string;
    readonly callId: string;
    readonly part: number;
    readonly text: string;
    readonly isCut: boolean;
  }): Promise<void>;
};
