import { stepEndLabel } from '../../shared/session/stepEnd';
import { stepName } from '../../shared/workflow/schema';
import type { Logger, StepRequest } from '../engine/ports';
import type { SessionManager } from './sessionManager';

/**
 * The automatic checkpoints around each attempt at a step. They never fail a step: what goes wrong is logged. Each call resolves once the checkpoint
 * is handed to the store; whatever is written later is not durable before it.
 */
export type StepCheckpoints = {
  /** With the files, and only of a step that keeps them: there is no conversation yet to go back to. */
  before(request: StepRequest): Promise<void>;
  after(request: StepRequest, outcome: 'done' | 'failed', keepsFiles: boolean): Promise<void>;
};

export type StepCheckpointPorts = {
  readonly sessions: Pick<SessionManager, 'resume'> & { readonly checkpoints: Pick<SessionManager['checkpoints'], 'mark' | 'list'> };
  readonly log: Logger;
};

export function createStepCheckpoints({ sessions: { checkpoints, resume }, log }: StepCheckpointPorts): StepCheckpoints {
  async function mark(request: StepRequest, label: string, files: boolean): Promise<void> {
    const { sessionId } = request;
    const failed = (error: unknown) => log.warn(`The checkpoint “${label}” of session ${sessionId} could not be made`, error);
    try {
      if (request.resume && isMarked(sessionId, label)) return;
      const { stored } = await checkpoints.mark(sessionId, label, { files, duringRun: request.runId });
      stored.catch(failed);
    } catch (error) {
      failed(error);
      if (files) await mark(request, label, false);
    }
  }

  /** A step that was cut off right after it was marked is marked already. */
  function isMarked(sessionId: string, label: string): boolean {
    const last = checkpoints.list(sessionId).at(-1);
    return last?.automatic === true && last.label === label && last.messageId === resume(sessionId).headId;
  }

  return {
    async before(request) {
      await mark(request, `Before ${stepName(request.step)}`, true);
    },
    async after(request, outcome, keepsFiles) {
      await mark(request, stepEndLabel(stepName(request.step), outcome, request.attempt), keepsFiles);
    },
  };
}
