/** The library: `import { createAgentSdk, tool, z, parallel, race } from 'stepgraph'`. */
export { z } from 'zod';
export { AppError, type AppErrorCode, isAppError } from '../../shared/lib/appError';
export type { FinalRunStatus, RunEvent } from '../../shared/run/events';
export type { StartedWithin, WorkflowStepResult } from '../../shared/run/state';
export type { Spending, TotalledRunResult as WorkflowRunResult } from '../../shared/run/total';
export type { Usage } from '../../shared/run/usage';
export type { CallDecision, StoredDecision } from '../../shared/session/decision';
export type { FileChange, FileRestorePlan, FileSnapshot } from '../../shared/session/files';
export type { PermissionRules } from '../../shared/session/permissionRules';
export type { Checkpoint, Message, PermissionMode, Session, SessionSettings, SessionStateName } from '../../shared/session/session';
export type { RestorePreview } from '../../shared/session/timeline';
export { toBuilderCode } from '../../shared/workflow/builderCode';
export { WorkflowParameterError, WorkflowValidationError } from '../../shared/workflow/errors';
export type { ParameterProblem, WorkflowFix, WorkflowProblem, WorkflowProblemCode } from '../../shared/workflow/problems';
export type { McpServerDefinition, WorkflowDefinition, WorkflowParameter, WorkflowStepDefinition } from '../../shared/workflow/schema';
export { validateWorkflow } from '../../shared/workflow/validate';
export type { RestoreCheckpointOptions, SaveCheckpointOptions } from '../sessions/checkpoints';
export type { Tool, ToolContext, ToolResult } from '../sessions/ports';
export { tool } from '../tools/customTool';
export type { AgentReply, AgentSession, AgentStreamEvent } from './agentSession';
export {
  type AgentSdk,
  createAgentSdk,
  type DirectDefinition,
  type ListedSession,
  type SessionsApi,
  type WorkflowApi,
} from './createAgentSdk';
export type { AgentOptions, AgentSdkOptions, ClientOptions, CreateSessionOptions, RunOptions, SendOptions } from './options';
export { type ParallelOptions, type ParallelResults, parallel, type RaceOptions, race, type Task, type TaskResults } from './parallel';
export { type AgentEvent, type StepOptions, type ToolDescription, WorkflowBuilder, type WorkflowRunOptions } from './workflowBuilder';
