import type { Json } from '../../../shared/lib/json';
import type { PermissionState } from '../../../shared/run/events';
import type { ContentBlock, PermissionMode, Session, SessionSettings } from '../../../shared/session/session';
import type { TurnFact } from '../../../shared/session/turn';

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
