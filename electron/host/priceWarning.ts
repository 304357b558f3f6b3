import type { StepRunner } from '../engine/ports';
import type { RunSurroundings } from '../sessions/stepRunner';

/** The same steps; the first one of a run that costs something tells what is wrong with the prices, if anything is. */
export function withPriceWarning(
  steps: StepRunner,
  problem: () => string | null,
  surroundings: (runId: string) => RunSurroundings,
): StepRunner {
  const warned = new WeakSet<RunSurroundings>();
  return {
    async run(request, sink, signal) {
      const run = surroundings(request.runId);
      const message = run.provider === 'rehearsal' || warned.has(run) ? null : problem();
      if (message !== null) {
        warned.add(run);
        await sink.report({ type: 'step.warning', stepId: request.step.id, message });
      }
      return steps.run(request, sink, signal);
    },
  };
}
