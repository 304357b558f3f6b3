import type { z } from 'zod';
import type { AppInfo, Catalog, Settings } from '../../shared/ipc/contract/app';
import type { PersonalServer, ServerLogLine, ServerTrial, SkillsFound } from '../../shared/ipc/contract/connections';
import type { PendingPermission, permissionsContract, SandboxState } from '../../shared/ipc/contract/permissions';
import type { PricesState, pricesContract } from '../../shared/ipc/contract/prices';
import type { RunningProcess } from '../../shared/ipc/contract/processes';
import type { ChildRun, RunDetail, RunSummary, startRunSchema } from '../../shared/ipc/contract/runs';
import type { ProviderState, SecretsState, secretsContract } from '../../shared/ipc/contract/secrets';
import type {
  Deletion,
  pruneSchema,
  SessionCounts,
  SessionDetail,
  SessionSummary,
  sessionsContract,
} from '../../shared/ipc/contract/sessions';
import type { StoredWorkflow, Template, WorkflowRevision, WorkflowSummary } from '../../shared/ipc/contract/workflows';
import type { OutputOf, ParsedInputOf } from '../../shared/ipc/define';
import type { RunEvent } from '../../shared/run/events';
import type { StartedWithin } from '../../shared/run/state';
import type { PermissionRules, RuleChanges } from '../../shared/session/permissionRules';
import type { Checkpoint, DamagedCheckpoint, Message } from '../../shared/session/session';
import type { PointComparison, RestorePreview, TreeMessage } from '../../shared/session/timeline';
import type { KeptOutput } from '../../shared/session/toolOutput';
import type { TurnItem } from '../../shared/session/turn';
import type { McpServerDefinition, WorkflowDefinition } from '../../shared/workflow/schema';
import type { Clock } from '../engine/ports';

/** What the contract's handlers need from a host. Reads are synchronous; commands resolve once what they did can no longer be lost. */
export type HostServices = {
  readonly clock: Clock;
  readonly app: AppService;
  readonly workflows: WorkflowService;
  readonly runs: RunService;
  readonly sessions: SessionService;
  readonly connections: ConnectionService;
  readonly processes: ProcessService;
  readonly outputs: OutputService;
  readonly secrets: SecretService;
  readonly prices: PriceService;
  readonly permissions: PermissionService;
};

/** Calls the listener at every change until the returned function is called. Says that something changed, never what. */
export type Subscribe = (listener: () => void) => () => void;

export type AppService = {
  info(): Omit<AppInfo, 'carrier'>;
  catalog(): Catalog;
  settings(): Settings;
  saveSettings(change: Partial<Settings>): Promise<Settings>;
};

export type WorkflowService = {
  list(): readonly WorkflowSummary[];
  get(id: string): StoredWorkflow | undefined;
  create(definition: WorkflowDefinition): Promise<StoredWorkflow>;
  save(id: string, definition: WorkflowDefinition, baseRevision: number, label: string | null): Promise<WorkflowSummary>;
  /** False when there is none. */
  delete(id: string): Promise<boolean>;
  undelete(id: string): Promise<StoredWorkflow>;
  revisions(id: string): readonly WorkflowRevision[];
  revision(id: string, revision: number): WorkflowDefinition | undefined;
  templates(): readonly Template[];
  readonly onChange: Subscribe;
};

export type StartRunInput = z.output<typeof startRunSchema>;

export type RunFilter = {
  readonly search: string;
  readonly workflowId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
};

export type RunService = {
  list(filter: RunFilter): { readonly runs: readonly RunSummary[]; readonly total: number };
  get(runId: string): RunDetail | undefined;
  children(sessionId: string): readonly ChildRun[];
  startedWithin(runId: string): StartedWithin;
  start(input: StartRunInput): Promise<{ readonly runId: string }>;
  /** Resolves when nothing of the run is under way any more. */
  stop(runId: string): Promise<void>;
  resume(runId: string): Promise<unknown>;
  retryStep(runId: string, stepId: string): Promise<unknown>;
  rerunStep(runId: string, stepId: string): Promise<unknown>;
  delete(runId: string): Promise<boolean>;
  /** Stored events after `after`, in order. */
  events(runId: string, after: number, limit: number): readonly RunEvent[];
  /** Tells of new events of a run, and of its end. */
  onEvents(runId: string, listener: () => void): () => void;
  readonly onChange: Subscribe;
};

export type ConnectionService = {
  servers(): readonly PersonalServer[];
  saveServers(servers: readonly PersonalServer[]): Promise<readonly PersonalServer[]>;
  tryServer(definition: McpServerDefinition, signal: AbortSignal): Promise<ServerTrial>;
  /** Oldest first. */
  log(server: string): readonly ServerLogLine[];
  logged(): readonly string[];
  clearLog(server: string): Promise<void>;
  readonly onLogChange: Subscribe;
  skills(directories: readonly string[], workDir: string | null): Promise<SkillsFound>;
};

export type ProcessService = {
  /** Oldest first. */
  running(): readonly RunningProcess[];
  /** Resolves when it is gone; false when it had ended already. */
  stop(id: string): Promise<boolean>;
  readonly onChange: Subscribe;
};

/** Whole outputs of calls that were too long for the model. */
export type OutputService = {
  list(sessionId: string): readonly KeptOutput[];
  get(sessionId: string, callId: string): KeptOutput | undefined;
  part(sessionId: string, callId: string, part: number): string | undefined;
};

/** Answers say which secrets are set, never what they are. */
export type SecretService = {
  list(): SecretsState;
  set(name: string, value: string): Promise<SecretsState>;
  remove(name: string): Promise<SecretsState>;
  provider(): ProviderState;
  saveProvider(change: ParsedInputOf<(typeof secretsContract)['saveProvider']>): Promise<ProviderState>;
};

/** What models cost, and where that is from. */
export type PriceService = {
  list(): PricesState;
  change(changes: ParsedInputOf<(typeof pricesContract)['change']>['changes']): Promise<PricesState>;
};

type SessionsInput<Call extends keyof typeof sessionsContract> = ParsedInputOf<(typeof sessionsContract)[Call]>;
type SessionsOutput<Call extends keyof typeof sessionsContract> = OutputOf<(typeof sessionsContract)[Call]>;

export type SessionFilter = SessionsInput<'list'>;

/** As the contract says, call by call. */
export type SessionService = {
  list(filter: SessionFilter): SessionsOutput<'list'>;
  facets(): SessionsOutput<'facets'>;
  find(query: SessionsInput<'find'>): SessionsOutput<'find'>;
  get(id: string): SessionDetail | undefined;
  conversation(part: SessionsInput<'conversation'>): readonly Message[];
  message(wanted: SessionsInput<'message'>): Message;
  decisions(wanted: SessionsInput<'decisions'>): SessionsOutput<'decisions'>;
  tree(wanted: SessionsInput<'tree'>): readonly TreeMessage[];
  startedBy(id: string): readonly SessionSummary[];
  stats(): SessionCounts;

  create(settings: SessionsInput<'create'>): Promise<SessionSummary>;
  rename(id: string, title: string): Promise<void>;
  /** The signal only ends the watching. */
  send(message: SessionsInput<'send'>, signal: AbortSignal): AsyncIterable<TurnItem>;
  retry(turn: SessionsInput<'retry'>, signal: AbortSignal): AsyncIterable<TurnItem>;
  watch(id: string, signal: AbortSignal): AsyncIterable<TurnItem>;
  stop(id: string): Promise<void>;

  closeIdle(): Promise<number>;
  prunable(filter: z.output<typeof pruneSchema>, limit: number): SessionsOutput<'prunePreview'>;
  prune(filter: z.output<typeof pruneSchema>): Promise<Deletion>;
  delete(ids: readonly string[]): Promise<Deletion>;
  undelete(deletion: string): Promise<number>;

  checkpoints(id: string): readonly Checkpoint[];
  damagedCheckpoints(id: string): readonly DamagedCheckpoint[];
  saveCheckpoint(checkpoint: SessionsInput<'saveCheckpoint'>): Promise<Checkpoint>;
  restorePreview(id: string, checkpointId: string): Promise<RestorePreview>;
  restoreCheckpoint(restore: SessionsInput<'restoreCheckpoint'>): Promise<Checkpoint>;
  branch(branch: SessionsInput<'branch'>): Promise<Checkpoint>;
  deleteCheckpoint(id: string, checkpointId: string): Promise<string>;
  undeleteCheckpoint(deletion: string): Promise<void>;
  compare(points: SessionsInput<'compare'>): Promise<PointComparison>;
  readonly onChange: Subscribe;
};

/** Tool calls that wait for a person, and the rules by which others need not. `null` stands for the person's own rules, an id for those of a workflow. */
export type PermissionService = {
  pending(): readonly PendingPermission[];
  answer(given: ParsedInputOf<(typeof permissionsContract)['answer']>): Promise<void>;
  rules(workflowId: string | null): Required<PermissionRules>;
  changeRules(workflowId: string | null, changes: RuleChanges): Promise<Required<PermissionRules>>;
  sandbox(): Promise<SandboxState>;
  readonly onChange: Subscribe;
};
