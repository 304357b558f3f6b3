import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import type { RunJournal, StepRunner, StepSink } from '../../../electron/engine/ports';
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

/** What a step does that acts on the world: it waits until its beginning is stored, and looks whether it is still wanted. */
async function begin(sink: StepSink, signal: AbortSignal): Promise<void> {
  await sink.begun;
  signal.throwIfAborted();
}

/** A run of two steps that each report a turn, the second one later; and what was shown of it. */
function slowRun() {
  const journal = new SlowJournal();
  const begun: string[] = [];
  const later = Promise.withResolvers<void>();
  const steps: StepRunner = {
    async run({ step: { id } }, sink, signal) {
      await begin(sink, signal);
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
  it('no step acts; then what happens is handed to it, and shown in order only when it is durable', async () => {
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

  it('a step that was decided on does not act any more once another one finds that nothing can be stored', async () => {
    const journal = new SlowJournal();
    const begun: string[] = [];
    const fail = Promise.withResolvers<void>();
    const steps: StepRunner = {
      async run({ step: { id } }, sink, signal) {
        await begin(sink, signal);
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
    await quiet();
    journal.asked[1]?.answer.resolve();
    await expect(result).rejects.toMatchObject({ message: 'The disk is full.' });
    expect(begun).toEqual(['a', 'b']);
  });

  it('what only prepares goes on, and its events wait for one answer', async () => {
    const journal = new SlowJournal();
    const steps: StepRunner = { run: async ({ step: { id } }) => ({ text: id, toolCalls: [], usage: oneToken, costUsd: 0 }) };
    const shown: string[] = [];
    const plan = planRun(workflow([step('a'), after('b', 'a'), after('c', 'b')]), {}, { runId: 'run_1' });
    const { result } = runWorkflow({ ...testEngine(), journal, steps }, plan, { onEvent: ({ type }) => shown.push(type) });
    await quiet();
    expect(journal.asked.flatMap(({ types }) => types).at(-1)).toBe('workflow.done');
    expect(shown).toEqual([]);
    const ended = await Promise.race([result.then(() => 'ended'), quiet().then(() => 'under way')]);
    expect(ended).toBe('under way');
    for (const { answer } of journal.asked) answer.resolve();
    expect((await result).status).toBe('completed');
    expect(shown).toHaveLength(8);
  });

  it('a step learns that its beginning could not be stored', async () => {
    const journal = new SlowJournal();
    const heard: unknown[] = [];
    const steps: StepRunner = {
      async run({ step: { id } }, { begun }) {
        if (id === 'b') await begun.catch((error: unknown) => heard.push(error));
        return { text: id, toolCalls: [], usage: oneToken, costUsd: 0 };
      },
    };
    const plan = planRun(workflow([step('a'), after('b', 'a')]), {}, { runId: 'run_1' });
    const { result } = runWorkflow({ ...testEngine(), journal, steps }, plan);
    await quiet();
    journal.asked[0]?.answer.reject(new Error('disk full')); // the beginning of `a`; the journal takes that of `b`
    journal.asked[1]?.answer.resolve();
    await expect(result).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(heard).toMatchObject([{ code: 'STORE_FAILED' }]);
  });
});
