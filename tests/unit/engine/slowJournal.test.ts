import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import type { RunJournal, StepRunner } from '../../../electron/engine/ports';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import { AppError } from '../../../shared/lib/appError';
import type { RunEvent } from '../../../shared/run/events';
import { after, step, workflow } from '../../support/builders';
import { oneToken, testEngine } from '../../support/enginePorts';

/** A disk that is asked to store, and answers when the test says so. */
class SlowJournal implements RunJournal {
  readonly asked: { readonly types: readonly string[]; readonly answer: PromiseWithResolvers<void> }[] = [];

  append(_runId: string, events: readonly RunEvent[]): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.asked.push({ types: events.map(({ type }) => type), answer });
    return answer.promise;
  }
}

/** All that can happen until the disk answers has happened. */
const quiet = () => new Promise((done) => setImmediate(done));

/** A run of two steps that each report a turn, the second one later; and what was shown of it. */
function slowRun() {
  const journal = new SlowJournal();
  const begun: string[] = [];
  const later = Promise.withResolvers<void>();
  const steps: StepRunner = {
    async run({ step: { id } }, sink) {
      begun.push(id);
      if (id === 'b') await later.promise;
      await sink.report({ type: 'step.usage', stepId: id, usage: oneToken, costUsd: 0, turn: 1 });
      return { text: id, toolCalls: [], usage: oneToken, costUsd: 0 };
    },
  };
  const shown: string[] = [];
  const { result } = runWorkflow({ ...testEngine(), journal, steps }, planRun(workflow([step('a'), step('b')]), {}, { runId: 'run_1' }), {
    onEvent: ({ type }) => shown.push(type),
  });
  /** Up to where both have reported: the start is durable, the reports are not. */
  const untilReported = async () => {
    await quiet();
    journal.asked[0]?.answer.resolve();
    await quiet();
    later.resolve();
    await quiet();
  };
  return { journal, begun, shown, result, untilReported };
}

const START = ['workflow.start', 'step.start', 'step.start'];

describe('while the disk is busy', () => {
  it('nothing begins; then what happens is handed to it, and shown in order only when it is durable', async () => {
    const { journal, begun, shown, result, untilReported } = slowRun();
    await quiet();
    expect([begun, shown]).toEqual([[], []]);
    await untilReported();
    expect(journal.asked.map(({ types }) => types)).toEqual([START, ['step.usage'], ['step.usage']]);
    const [, first, second] = journal.asked;
    second?.answer.resolve();
    await quiet();
    expect(shown).toEqual(START); // not before what came before it
    first?.answer.resolve();
    await quiet();
    expect(shown).toEqual([...START, 'step.usage', 'step.usage']);
    for (const { answer } of journal.asked) answer.resolve();
    expect((await result).status).toBe('completed');
  });

  it('what comes after something that could not be stored is lost with it, and nothing starts any more', async () => {
    const { journal, begun, shown, result, untilReported } = slowRun();
    await untilReported();
    const [, first, second] = journal.asked;
    first?.answer.reject(new Error('disk full'));
    second?.answer.resolve();
    await expect(result).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(shown).toEqual(START);
    expect(begun).toEqual(['a', 'b']);
  });

  it('a step that was decided on does not begin any more once another one finds that nothing can be stored', async () => {
    const journal = new SlowJournal();
    const begun: string[] = [];
    const fail = Promise.withResolvers<void>();
    const steps: StepRunner = {
      async run({ step: { id } }) {
        begun.push(id);
        if (id === 'a') await fail.promise;
        return { text: id, toolCalls: [], usage: oneToken, costUsd: 0 };
      },
    };
    const plan = planRun(workflow([step('a'), step('b'), after('c', 'b')]), {}, { runId: 'run_1' });
    const { result } = runWorkflow({ ...testEngine(), journal, steps }, plan);
    await quiet();
    journal.asked[0]?.answer.resolve();
    await quiet();
    expect(journal.asked[1]?.types).toEqual(['step.done', 'step.start']);
    fail.reject(new AppError('STORE_FAILED', 'The disk is full.', { takesNothing: true }));
    await expect(result).rejects.toMatchObject({ message: 'The disk is full.' });
    journal.asked[1]?.answer.resolve();
    await quiet();
    expect(begun).toEqual(['a', 'b']);
  });
});
