import { stepName } from '../../shared/workflow/schema';
import type { Logger, StepRequest } from '../engine/ports';
import type { SessionManager } from './sessionManager';

/** The automatic checkpoints around each attempt at a step. They never fail a step: what goes wrong is logged. */
export type StepCheckpoints = {
  /** Only where files are kept: there is no conversation yet to go back to. */
  before(request: StepRequest): Promise<void>;
  after(request: StepRequest, outcome: 'done' | 'failed'): Promise<void>;
};

export type StepCheckpointPorts = {
  readonly sessions: Pick<SessionManager, 'resume'> & { readonly checkpoints: Pick<SessionManager['checkpoints'], 'mark' | 'list'> };
  readonly log: Logger;
  /** Whether steps keep their work directory; read anew for each. */
  readonly keepFiles: () => boolean;
};

export function createStepCheckpoints({ sessions: { checkpoints, resume }, log, keepFiles }: StepCheckpointPorts): StepCheckpoints {
  async function mark(sessionId: string, label: string, files: boolean): Promise<void> {
    try {
      // A step that was cut off right after it was marked is marked already.
      const last = checkpoints.list(sessionId).at(-1);
      if (last?.automatic && last.label === label && last.messageId === resume(sessionId).headId) return;
      await checkpoints.mark(sessionId, label, { files });
    } catch (error) {
      log.warn(`The checkpoint “${label}” of session ${sessionId} could not be made`, error);
      if (files) await mark(sessionId, label, false);
    }
  }

  return {
    async before({ sessionId, step }) {
      if (keepFiles()) await mark(sessionId, `Before ${stepName(step)}`, true);
    },
    async after({ sessionId, step, attempt }, outcome) {
      const label = `${stepName(step)} ${outcome}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
      await mark(sessionId, label, keepFiles());
    },
  };
}
