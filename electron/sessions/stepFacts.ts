import { assertNever } from '../../shared/lib/assertNever';
import type { StepFact, StepSink } from '../engine/ports';
import type { TurnFact, TurnObserver } from './turnFacts';

/** Reports the facts of a turn as facts of a step, which become events of its run. */
export function stepObserver(stepId: string, sink: StepSink): TurnObserver {
  return { isDurable: true, report: (fact) => sink.report(asStepFact(stepId, fact)) };
}

function asStepFact(stepId: string, fact: TurnFact): StepFact {
  switch (fact.type) {
    case 'text':
      return { ...fact, type: 'step.text', stepId };
    case 'tool.start':
      return { ...fact, type: 'step.tool.start', stepId };
    case 'tool.done':
      return { ...fact, type: 'step.tool.done', stepId };
    case 'permission':
      return { ...fact, type: 'step.permission', stepId };
    case 'warning':
      return { ...fact, type: 'step.warning', stepId };
    case 'usage':
      return { ...fact, type: 'step.usage', stepId };
    default:
      return assertNever(fact);
  }
}
