import type { Json } from '../../shared/lib/json';
import type { PermissionState } from '../../shared/run/events';
import type { Usage } from '../../shared/run/usage';
import type { CallDecision, StoredDecision } from '../../shared/session/decision';
import type { FileChange, FileRestorePlan, FileSnapshot } from '../../shared/session/files';
import type {
  Checkpoint,
  ContentBlock,
  Message,
  PermissionMode,
  Session,
  SessionSettings,
  SessionStateName,
} from '../../shared/session/session';
import type { TurnFact } from '../../shared/session/turn';

/** What sessions need from the world: a store, a model and tools. */

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

/** What cleaning up needs to know of a session; quickly had of all of them, also of damaged ones. */
export type SessionOverview = Pick<Session, 'id' | 'lastActiveAt' | 'closedAt'> & {
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

/** How a file is kept: as git does, by mode and name of its content; beside it the permission bits it had, where they are known. */
export type FileEntry = { readonly mode: '100644' | '100755' | '120000'; readonly object: string; readonly permissions?: number };

/** A folder on the way to a file that comes or goes. */
export type FolderEntry = { readonly mode: '040000'; readonly permissions?: number };

/** What becomes of one file or folder; `null` stands for none. A folder comes with the first of its files, and unless it is to stay goes with the last. */
export type FileStep = {
  readonly path: string;
  readonly from: FileEntry | FolderEntry | null;
  readonly to: FileEntry | FolderEntry | null;
};

export type PreparedRestore = {
  /** The files as they are. */
  readonly before: FileSnapshot;
  readonly plan: FileRestorePlan;
  readonly steps: readonly FileStep[];
};

/** The files of work directories. What needs git rejects with `NOT_FOUND` where there is none. */
export type FileStore = {
  /** Keeps the files of a folder as they are now. */
  take(workDir: string): Promise<FileSnapshot>;
  /** Finds out what bringing back `target` means, and changes nothing. `knownTree`: the files as the session last left them. */
  prepare(target: FileSnapshot, knownTree: string | undefined): Promise<PreparedRestore>;
  /**
   * Carries out the steps, each file at once; those that are done already are passed over, so that it can be repeated after a crash.
   * A file that is neither what it was nor what it is to be: `CONFLICT`, or with `leaveChanged` it stays as it is.
   */
  carryOut(workDir: string, steps: readonly FileStep[], options?: { readonly leaveChanged?: boolean }): Promise<void>;
  compare(from: FileSnapshot, to: FileSnapshot): Promise<readonly FileChange[]>;
  /** How the files of one tree become those of another. */
  stepsBetween(from: string, to: string): Promise<readonly FileStep[]>;
  /** The tree that comes of another by these steps, whatever its files were before. */
  withSteps(tree: string, steps: readonly FileStep[]): Promise<string>;
  /** Whether two folders are one, by whatever names, or one lies within the other. */
  overlap(folder: string, other: string): boolean;
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
  create(session: Session): Promise<void>;
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
  unhide(deletion: string): Promise<number>;
  /** Deletes for good what was hidden before that time (ISO). */
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
  /** The session stands there then, unless it is automatic. Its files are those that the session knows, where it knew none before. */
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** Oldest first. */
  checkpoints(sessionId: string): Checkpoint[];
  checkpoint(id: string): Checkpoint | undefined;
  /** What hung from it hangs from its parent then. Answers how to bring it back to its place; undefined when there is none. */
  deleteCheckpoint(id: string): Promise<(() => Promise<void>) | undefined>;
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

/** One request to the model, in the Messages API's terms. */
export type ModelRequest = {
  readonly provider: SessionSettings['provider'];
  readonly model: string;
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly ContentBlock[] }[];
  readonly tools: readonly ToolOffer[];
  /** `none`: tools are sent only because the history needs them. */
  readonly toolChoice: 'auto' | 'none';
  readonly maxTokens: number;
};

export type ModelReply = {
  readonly content: readonly ContentBlock[];
  readonly stopReason: string;
  readonly model: string;
  readonly usage: Usage;
};

/** Who answers and what has been counted, which is charged for also where the reply then breaks off. */
export type ReplySpending = Pick<ModelReply, 'model' | 'usage'>;

export type ModelClient = {
  /**
   * Streams one reply; `onText` gets text as it arrives, `onSpent` the totals whenever the server states them. Rejects with an `AppError` (`AUTHENTICATION`, `RATE_LIMITED`,
   * `OVERLOADED`, `NETWORK`, `BAD_RESPONSE`, `MODEL_REJECTED`, `ABORTED`) whose sentence says what to do.
   */
  reply(
    request: ModelRequest,
    onText: (delta: string) => void,
    signal: AbortSignal,
    onSpent?: (soFar: ReplySpending) => void,
  ): Promise<ModelReply>;
};

/** Price of one reply in US dollars, or `null` where the model's price is not known. */
export type PriceOf = (model: string, usage: Usage) => number | null;

export type ToolOffer = { readonly name: string; readonly description: string; readonly inputSchema: Json };

export type ToolResult = { readonly content: string | readonly ContentBlock[]; readonly isError: boolean };

export type ToolContext = {
  readonly sessionId: string;
  readonly callId: string;
  readonly workDir: string;
  readonly permissionMode: PermissionMode;
  /** What the session may use itself; everything, without a list. */
  readonly allowedTools?: readonly string[];
  /** Of what the session may use, the tools that it was given itself, beyond those that every session has: what it starts may be given them, too. */
  readonly ownTools?: readonly Tool[];
  readonly signal: AbortSignal;
  readonly metadata: Session['metadata'];
  /** Patterns of paths that rules keep from a tool that finds files itself: it answers nothing about what they fit. */
  readonly withheld?: readonly string[];
  /** The file or folder that the call is about, as it was judged: the call must be about nothing else. */
  readonly judged?: JudgedFile;
  /**
   * Takes output that will not fit the result, piece by piece while it comes: it is kept whole, for people. Where it answers a promise, whoever
   * can should wait for it before giving more.
   */
  readonly keepOutput?: (text: string) => Promise<void> | undefined;
  /** Shows people a program that the call runs, so that they can stop it, until the returned function is called. */
  readonly showProcess?: (process: ShownProcess) => () => void;
};

export type JudgedFile = {
  /** Where its path led, absolute and without symbolic links; `null` for nowhere in the work directory. */
  readonly place: string | null;
  /** The text it had when a person was asked; `null` where there was no file, missing where it could not be shown. */
  readonly before?: string | null;
};

export type ShownProcess = {
  /** Of the tool that runs it. */
  readonly name: string;
  readonly command: string;
  readonly folder: string;
  readonly pid: number | null;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
};

/** A tool as a session sees it. */
export type Tool = ToolOffer & {
  readonly isReadOnly: boolean;
  /** What keeps the call from running, for the model to mend; nothing when it is sound. Before anyone is asked whether it may run, and without effects. */
  check?(input: Json, context: ToolContext): Promise<ToolResult | undefined>;
  /** Never throws for what the model can mend: answers `isError` with a sentence instead. */
  execute(input: Json, context: ToolContext): Promise<ToolResult>;
  /**
   * For a call that was cut off with its host: how to go on with what it had begun, or nothing when it had begun nothing and can simply run. A tool
   * that changes things and has no such way leaves it to the model, which is told that the call was interrupted.
   */
  goOn?(input: Json, context: ToolContext): (() => Promise<ToolResult>) | undefined;
};

/** Does the work of a call, so that whoever gave this can tell, from inside, which call the work belongs to. */
export type AroundCall = <T>(context: ToolContext, work: () => Promise<T>) => Promise<T>;

/** The tools of one session, opened at the start of a turn and closed (children ended) at its end. */
export type ToolBox = {
  readonly tools: readonly Tool[];
  /** Those of them that only this session has. */
  readonly ownTools?: readonly Tool[];
  /** What the model has to know to use them, beyond their descriptions; goes after the system prompt. */
  readonly instructions?: string;
  close(): Promise<void>;
};

/** The turn that a tool box is opened for. */
export type ToolBoxOpening = {
  readonly sessionId: string;
  readonly metadata: Session['metadata'];
  /** Tells whoever watches the turn what happens while it opens: that a person is asked, that something is left out. */
  report(fact: TurnFact): Promise<void>;
};

export type ToolProvider = {
  open(settings: SessionSettings, signal: AbortSignal, opening?: ToolBoxOpening): Promise<ToolBox>;
};

export type PermissionDecision = {
  readonly state: Exclude<PermissionState, 'asked'>;
  readonly reason: string;
  readonly reply?: string;
  /** See `ToolContext`. */
  readonly withheld?: readonly string[];
  /** See `ToolContext`. */
  readonly judged?: JudgedFile;
};

export type PermissionRequest = {
  readonly tool: Pick<Tool, 'name' | 'isReadOnly'>;
  readonly input: Json;
  readonly context: ToolContext;
};

/** Decides whether a tool call may run; may ask a person and wait, which the signal ends. `onAsk` is called when it does ask. */
export type PermissionGate = {
  decide(request: PermissionRequest, onAsk: (requestId: string, reason: string) => Promise<void>): Promise<PermissionDecision>;
};
