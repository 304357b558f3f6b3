import type { NewRun } from '../../../electron/store/records';
import type { RunEvent, RunFact } from '../../../shared/run/events';
import type { Message, Session } from '../../../shared/session/session';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { newSession, sessionSettings } from '../../support/sessions';

export const sampleWorkflow: WorkflowDefinition = {
  name: 'release-check',
  steps: [
    { id: 'read', prompt: 'Read $REPO' },
    { id: 'report', prompt: 'Report $steps.read.text', dependsOn: ['read'] },
  ],
  parameters: { REPO: { type: 'string', required: true } },
};

export function sampleRun(runId: string, change: Partial<NewRun> = {}): NewRun {
  return {
    runId,
    workflowId: null,
    definition: sampleWorkflow,
    params: { REPO: '/repository' },
    workDir: '/repository',
    permissionMode: 'default',
    maxConcurrency: 4,
    rehearsal: true,
    startedAt: '2026-01-01T00:00:00.000Z',
    modelSettings: { model: null, systemPrompt: '' },
    parentSessionId: null,
    parentCallId: null,
    ...change,
  };
}

/** Numbers facts as the run loop does, beginning after `after`. */
export function eventsOf(runId: string, facts: readonly RunFact[], after = 0): RunEvent[] {
  return facts.map((fact, index) => ({ ...fact, runId, seq: after + index + 1, timestamp: '2026-01-01T00:00:01.000Z' }));
}

export const startFact = { type: 'workflow.start', workflowName: 'release-check', stepCount: 2 } satisfies RunFact;

export function stepStart(stepId: string): RunFact {
  return {
    type: 'step.start',
    workflowName: 'release-check',
    stepId,
    stepName: stepId,
    sessionId: `ses_${stepId}`,
    attempt: 1,
    prompt: 'Do',
  };
}

export function stepDone(stepId: string, change: Partial<Extract<RunFact, { type: 'step.done' }>> = {}): RunFact {
  return {
    type: 'step.done',
    workflowName: 'release-check',
    stepId,
    stepName: stepId,
    status: 'completed',
    durationMs: 10,
    sessionId: `ses_${stepId}`,
    text: 'Done',
    toolCalls: [],
    attempts: 1,
    usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 2, cacheWriteTokens: 1 },
    costUsd: 0.25,
    ...change,
  };
}

export const doneFact = {
  type: 'workflow.done',
  workflowName: 'release-check',
  status: 'completed',
  durationMs: 25,
  aborted: false,
  errors: [],
} satisfies RunFact;

export function sampleSession(id: string, change: Partial<Session> = {}): Session {
  const settings = sessionSettings('/repository', { systemPrompt: 'Be brief.', allowedTools: ['read'] });
  return newSession(id, settings, { title: 'release-check/read', ...change });
}

export function sampleMessage(id: string, sessionId: string, parent: Message | null, change: Partial<Message> = {}): Message {
  return {
    id,
    sessionId,
    parentId: parent?.id ?? null,
    depth: (parent?.depth ?? 0) + 1,
    role: 'user',
    content: [{ type: 'text', text: `Message ${id}` }],
    createdAt: '2026-01-01T00:00:02.000Z',
    ...change,
  };
}
