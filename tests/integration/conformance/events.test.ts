import { describe, expect, onTestFinished, vi } from 'vitest';
import { createIds } from '../../../electron/platform/ids';
import { systemClock } from '../../../electron/platform/systemClock';
import { type AgentEvent, tool, z } from '../../../electron/sdk/index';
import { openStore } from '../../../electron/store/openStore';
import { cutAfter } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { openEcho, recorder, refusal, steps } from './support';

/** A run in which everything happens: a call that is asked about, an attempt that is cut off, a failure and what it skips. */
async function eventful(): Promise<readonly AgentEvent[]> {
  const change = tool(
    { name: 'change', description: 'Changes', inputSchema: z.object({ what: z.string() }) },
    ({ what }) => `changed ${what}`,
  );
  let cuts = 0;
  await using test = await startTestSdk(
    byPrompt(
      ['agent', turns(toolUse('change', { what: 'it' }), text('It is changed.'))],
      [
        'flaky',
        () => {
          cuts += 1;
          return cuts === 1 ? cutAfter(text('This breaks off'), 500) : text('This does not.');
        },
      ],
      ['fail', refusal],
    ),
    { tools: [change], requestPermission: async () => ({ state: 'allowed', reason: 'why not' }) },
  );
  const { events, onEvent } = recorder();
  await test.sdk.workflow.run(
    {
      name: 'eventful',
      steps: [
        { id: 'agent', description: 'Agent', prompt: 'agent' },
        { id: 'flaky', prompt: 'flaky', retries: 1 },
        { id: 'bad', prompt: 'fail' },
        { id: 'behind', prompt: 'x', dependsOn: ['bad'] },
      ],
    },
    {},
    { onEvent },
  );
  return events;
}

let told: Promise<readonly AgentEvent[]> | undefined;

/** The events of one kind, of one step where it is named. */
async function eventsOf(type: AgentEvent['type'], stepId?: string): Promise<readonly AgentEvent[]> {
  told ??= eventful();
  const isMeant = (event: AgentEvent) => event.type === type && (stepId === undefined || ('stepId' in event && event.stepId === stepId));
  return (await told).filter(isMeant);
}

const any = expect.anything();
const usage = { inputTokens: expect.any(Number), outputTokens: expect.any(Number), cacheReadTokens: 0, cacheWriteTokens: 0 };

describe('semantics.md, section 2: events', () => {
  conforms('2 Events', 'Every event has `type`', async () => {
    told ??= eventful();
    const events = await told;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ runId }) => runId)).size).toBe(1);
    expect(events.filter(({ timestamp }) => new Date(timestamp).toISOString() !== timestamp)).toEqual([]);
  });
  conforms('2 Events', '`workflow.start', async () => {
    expect(await eventsOf('workflow.start')).toMatchObject([{ workflowName: 'eventful', stepCount: 4 }]);
  });
  conforms('2 Events', '`step.start', async () => {
    const [start] = await eventsOf('step.start', 'agent');
    expect(start).toMatchObject({ workflowName: 'eventful', stepName: 'Agent', sessionId: any, attempt: 1, prompt: 'agent' });
  });
  conforms('2 Events', '`step.done', async () => {
    const base = { workflowName: 'eventful', durationMs: expect.any(Number), sessionId: any, usage };
    expect(await eventsOf('step.done', 'agent')).toMatchObject([
      { ...base, stepName: 'Agent', status: 'completed', text: 'It is changed.' },
    ]);
    expect(await eventsOf('step.done', 'bad')).toMatchObject([{ ...base, stepName: 'bad', status: 'failed', text: '', error: any }]);
  });
  conforms('2 Events', '`workflow.done', async () => {
    expect(await eventsOf('workflow.done')).toMatchObject([
      {
        workflowName: 'eventful',
        status: 'partial',
        durationMs: expect.any(Number),
        aborted: false,
        errors: [{ stepId: 'bad', error: any }],
      },
    ]);
  });
  conforms('2 Events', '`step.text', async () => {
    const words = (await eventsOf('step.text', 'agent')).map((event) => ('delta' in event ? event.delta : ''));
    expect(words.join('')).toBe('It is changed.');
  });
  conforms('2 Events', '`step.tool.start', async () => {
    expect(await eventsOf('step.tool.start')).toMatchObject([{ stepId: 'agent', callId: any, name: 'change', input: { what: 'it' } }]);
  });
  conforms('2 Events', '`step.tool.done', async () => {
    const done = { stepId: 'agent', callId: any, isError: false, preview: 'changed it', durationMs: expect.any(Number) };
    expect(await eventsOf('step.tool.done')).toMatchObject([done]);
  });
  conforms('2 Events', '`step.permission', async () => {
    expect(await eventsOf('step.permission')).toMatchObject([
      { stepId: 'agent', callId: any, state: 'asked' },
      { stepId: 'agent', callId: any, state: 'allowed' },
    ]);
  });
  conforms('2 Events', '`step.retry', async () => {
    expect(await eventsOf('step.retry')).toMatchObject([{ stepId: 'flaky', attempt: 2, delayMs: expect.any(Number), error: any }]);
  });
  conforms('2 Events', '`step.usage`', async () => {
    expect(await eventsOf('step.usage', 'agent')).toMatchObject([
      { turn: 1, usage },
      { turn: 2, usage },
    ]);
  });
  conforms('2 Events', 'A skipped step has one `step.done`', async () => {
    told ??= eventful();
    const types = (await told).flatMap((event) => ('stepId' in event && event.stepId === 'behind' ? [event.type] : []));
    expect(types).toEqual(['step.done']);
  });

  conforms('2 Events', 'A listener that throws', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    onTestFinished(() => {
      written.mockRestore();
      process.off('unhandledRejection', unhandled);
    });
    await using test = await openEcho();
    const outcome = async (onEvent?: (event: AgentEvent) => unknown) => {
      written.mockClear();
      const result = await test.sdk.workflow.run(steps(['a', 'x'], ['b', '$steps.a.text', 'a']), {}, onEvent && { onEvent });
      await new Promise((resolve) => setImmediate(resolve)); // what nobody caught is told of after the promises
      const logged = written.mock.calls.filter(([line]) => String(line).includes('the listener is broken')).length;
      const texts = result.steps.map(({ status, text: said, usage: used }) => ({ status, said, used }));
      return { status: result.status, said: result.text, texts, isLogged: logged > 0 };
    };
    const broken = new Error('the listener is broken');
    const undisturbed = await outcome();
    expect(undisturbed).toMatchObject({ status: 'completed', said: 'x!!', isLogged: false });
    const throwing = () => {
      throw broken;
    };
    expect(await outcome(throwing)).toEqual({ ...undisturbed, isLogged: true });
    expect(await outcome(() => Promise.reject(broken))).toEqual({ ...undisturbed, isLogged: true });
    expect(await outcome((event) => Object.assign(event, { text: 'spoilt', usage: {}, type: 'spoilt' }))).toEqual(undisturbed);
    expect(unhandled).not.toHaveBeenCalled();
  });

  conforms('2 Durability', 'The store holds every state change', async () => {
    await using test = await openEcho();
    const seen: number[] = [];
    const reader = readerOf(test);
    await test.sdk.workflow
      .define('w')
      .step('a', '', 'x')
      .step('b', '', 'y', { dependsOn: ['a'] })
      .run(
        {},
        {
          onEvent: ({ runId, seq }) => {
            seen.push(seq - (reader.events.events(runId, 0).at(seq - 1)?.seq ?? 0));
          },
        },
      );
    await reader.close();
    // At each event another connection to the file already finds it.
    expect(seen.length).toBeGreaterThan(6);
    expect(new Set(seen)).toEqual(new Set([0]));
  });
  conforms('2 Durability', '`retryStep(runId, stepId)`', async () => {
    let isUp = false;
    await using test = await startTestSdk(({ prompt }) => (prompt === 'flaky' && !isUp ? refusal : text(prompt)));
    const first = await test.sdk.workflow
      .define('w')
      .step('done', '', 'done')
      .step('a', '', 'flaky', { dependsOn: ['done'] })
      .step('b', '', 'then', { dependsOn: ['a'] })
      .run();
    isUp = true;
    const second = await test.sdk.workflow.retryStep(first.runId, 'a');
    expect(second).toMatchObject({ runId: first.runId, status: 'completed', text: 'then' });
    expect(test.server.requests.map(({ prompt }) => prompt)).toEqual(['done', 'flaky', 'flaky', 'then']);
  });
});

/** Another opening of the same store, as another process has it. */
function readerOf({ database }: TestSdk) {
  const log = { warn: () => {}, error: () => {} };
  return openStore(database, { clock: systemClock(), ids: createIds(), log });
}
