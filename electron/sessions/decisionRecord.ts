import type { CallDecision } from '../../shared/session/decision';
import type { TurnFact } from '../../shared/session/turn';
import type { Clock, Logger } from '../engine/ports';
import type { SessionStore } from './ports';
import type { TurnObserver } from './turnFacts';

export type DecisionPorts = {
  readonly store: Pick<SessionStore, 'addDecision'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
};

/** Keeps what is decided in a turn with its session. */
export type DecisionRecord = {
  /** The turn's observer, beside which decisions are kept. */
  readonly observer: TurnObserver;
  /**
   * Hands what was decided since to the store. Nobody waits for it: it shares the commit of whatever is written in the same turn of the event loop,
   * and nothing that is written later is durable before it.
   */
  write(): void;
};

/**
 * Only a question is written at once, since a person has to be waited for anyway; what else is decided is held until `write`, so that reading a
 * file takes no commit more. An observer that keeps decisions itself has them once.
 */
export function createDecisionRecord({ store, clock, log }: DecisionPorts, sessionId: string, observer: TurnObserver): DecisionRecord {
  if (observer.isDurable) return { observer, write() {} };
  let held: CallDecision[] = [];

  function write(): void {
    for (const decision of held) {
      store.addDecision(sessionId, decision).catch((error: unknown) => log.warn('A decision about a tool call could not be stored', error));
    }
    held = [];
  }

  return {
    observer: {
      report(fact) {
        if (fact.type === 'permission') held.push(decisionOf(fact, new Date(clock.now()).toISOString()));
        if (fact.type === 'permission' && fact.state === 'asked') write();
        return observer.report(fact);
      },
    },
    write,
  };
}

function decisionOf({ callId, state, reason = '', reply }: Extract<TurnFact, { type: 'permission' }>, at: string): CallDecision {
  return { callId, state, reason, ...(reply !== undefined && { reply }), at };
}
