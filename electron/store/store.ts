import type { ServerLogLine } from '../../shared/ipc/contract/connections';
import type { RunSummary } from '../../shared/ipc/contract/runs';
import type { StoredWorkflow, WorkflowRevision, WorkflowSummary } from '../../shared/ipc/contract/workflows';
import type { Json } from '../../shared/lib/json';
import type { RunEvent } from '../../shared/run/events';
import type { StartedWithin } from '../../shared/run/state';
import type { Message, Session } from '../../shared/session/session';
import type { KeptOutput } from '../../shared/session/toolOutput';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import type { RunJournal } from '../engine/ports';
import type { SessionFilter, SessionStore, ToolOutputStore } from '../sessions/ports';
import type { NewRun, RunAttempt, RunFilter, RunRecord } from './records';

/**
 * Everything kept on disk. Reads are synchronous and see what is committed; writes resolve once they can no longer be
 * lost, and all writes of one turn of the event loop share one commit. A write that cannot be stored rejects with
 * `STORE_FAILED`.
 */
export type Store = {
  readonly file: string;
  readonly workflows: WorkflowRepository;
  readonly runs: RunRepository;
  readonly events: EventRepository;
  readonly sessions: SessionRepository;
  readonly toolOutputs: ToolOutputRepository;
  readonly serverLog: ServerLogRepository;
  readonly settings: SettingsRepository;
  readonly attempts: AttemptRepository;
  /** Whether another opening of the file has stored anything since the last call (or, the first time, since this opening). */
  changedElsewhere(): boolean;
  /** Commits what is queued (before it returns), lets go of this process's runs and closes the file. Safe to call twice. */
  close(): Promise<void>;
};

export type WorkflowRepository = {
  /** Newest first; deleted ones left out. */
  list(): WorkflowSummary[];
  get(id: string): StoredWorkflow | undefined;
  create(definition: WorkflowDefinition): Promise<StoredWorkflow>;
  /** Adds a revision. `CONFLICT` when `baseRevision` is not the newest, `NOT_FOUND` when there is no such workflow. */
  save(id: string, definition: WorkflowDefinition, baseRevision: number, label: string | null): Promise<StoredWorkflow>;
  /** False when there is none. The workflow and its revisions stay until it is purged by age. */
  delete(id: string): Promise<boolean>;
  undelete(id: string): Promise<StoredWorkflow>;
  /** Newest first. */
  revisions(id: string): WorkflowRevision[];
  revision(id: string, revision: number): WorkflowDefinition | undefined;
};

export type RunRepository = {
  create(run: NewRun): Promise<void>;
  get(runId: string): RunRecord | undefined;
  /** Newest first, with the number of all runs that match. */
  list(filter: RunFilter): { runs: RunSummary[]; total: number };
  /** What its steps started, however deep. */
  startedWithin(runId: string): StartedWithin;
  /** With its events, sessions and child runs. False when there is none; `BUSY` while it is running. */
  delete(runId: string): Promise<boolean>;
  /** Runs whose process is gone become `interrupted`; their ids. Done at opening; may be repeated at any time. */
  markInterrupted(): Promise<readonly string[]>;
};

/** `append` keeps the run's summary in step with its events, in the same commit. */
export type EventRepository = RunJournal & {
  /** The events after `after`, in order, at most `limit`. */
  events(runId: string, after: number, limit?: number): RunEvent[];
};

/** A place in a conversation where a search found something. */
export type MessageMatch = { readonly sessionId: string; readonly message: Message };

/** A part of a list of sessions. */
export type SessionPage = {
  readonly sessions: Session[];
  /** The ids of those in this part that cannot be read. */
  readonly damaged: readonly string[];
  /** How many match, whatever the limit. */
  readonly total: number;
  /** By session: the last message with all the words of the search, where there is one. */
  readonly matches: ReadonlyMap<string, Message>;
};

export type SessionRepository = SessionStore & {
  /** The sessions that `list` answers, with their number and what was found in them; searches once for all of it. */
  page(filter: SessionFilter): SessionPage;
  /** How many sessions match, whatever the limit. */
  count(filter: SessionFilter): number;
  /** The git trees of all checkpoints and sessions; undefined while another process uses the store and may be about to add some. */
  keptTrees(): ReadonlySet<string> | undefined;
  /** The names by which sessions can be filtered. */
  facets(): { readonly workflows: string[]; readonly models: string[] };
  /** Messages holding all the words (the last may be a beginning), best first; of one session when it is named. */
  search(words: string, options?: { readonly sessionId?: string | undefined; readonly limit?: number }): MessageMatch[];
};

export type ToolOutputRepository = ToolOutputStore & {
  /** Those of a session, oldest first. */
  list(sessionId: string): KeptOutput[];
  get(sessionId: string, callId: string): KeptOutput | undefined;
  /** The text of one part, counted from 0. */
  part(sessionId: string, callId: string, part: number): string | undefined;
};

/** The newest lines of each MCP server, by its name, letter case aside. */
export type ServerLogRepository = {
  add(server: string, lines: readonly ServerLogLine[]): Promise<void>;
  /** Oldest first. */
  lines(server: string, limit?: number): ServerLogLine[];
  /** The names of those that have any. */
  servers(): string[];
  clear(server: string): Promise<void>;
};

export type SettingsRepository = {
  get(key: string): Json | undefined;
  /** The same object as long as nothing changes. */
  all(): { readonly [key: string]: Json };
  set(values: { readonly [key: string]: Json }): Promise<void>;
};

export type AttemptRepository = {
  add(attempt: RunAttempt): Promise<void>;
  /** Newest first. */
  list(limit?: number): RunAttempt[];
};
