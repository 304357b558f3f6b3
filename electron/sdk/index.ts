/** The library: `import { createAgentSdk, tool, z, parallel, race } from 'stepgraph'`. */
export { z } from 'zod';
export { AppError, type AppErrorCode, isAppError } from '../../shared/lib/appError';
export type { FinalRunStatus, RunEvent } from '../../shared/run/events';
export type { WorkflowRunResult, WorkflowStepResult } from '../../shared/run/state';
export type { Usage } from '../../shared/run/usage';
export type { Checkpoint, Message, PermissionMode, Session, SessionSettings, SessionStateName } from '../../shared/session/session';
export { toBuilderCode } from '../../shared/workflow/builderCode';
export { WorkflowParameterError, WorkflowValidationError } from '../../shared/workflow/errors';
export type { ParameterProblem, WorkflowFix, WorkflowProblem, WorkflowProblemCode } from '../../shared/workflow/problems';
export type { McpServerDefinition, WorkflowDefinition, WorkflowParameter, WorkflowStepDefinition } from '../../shared/workflow/schema';
export { validateWorkflow } from '../../shared/workflow/validate';
export type { Tool, ToolContext, ToolResult } from '../sessions/ports';
export { tool } from '../tools/customTool';
export type { AgentReply, AgentSession, AgentStreamEvent } from './agentSession';
export { type AgentSdk, createAgentSdk, type DirectDefinition, type SessionsApi, type WorkflowApi } from './createAgentSdk';
export type { AgentOptions, AgentSdkOptions, ClientOptions, CreateSessionOptions, RunOptions, SendOptions } from './options';
export { type ParallelOptions, type ParallelResults, parallel, type RaceOptions, race, type Task } from './parallel';
export { type AgentEvent, type StepOptions, WorkflowBuilder, type WorkflowRunOptions } from './workflowBuilder';
