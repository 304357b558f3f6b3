import { describe, expect, it, onTestFinished } from 'vitest';
import { type AgentSdk, tool, type WorkflowRunOptions, z } from '../../../electron/sdk/index';
import { unauthorized } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const requestPermission = async () => ({ state: 'allowed' as const, reason: 'yes' });
const twoSteps = {
  name: 'w',
  steps: [
    { id: 'first', prompt: 'first' },
    { id: 'second', prompt: 'second', dependsOn: ['first'] },
  ],
};

/** What nobody has caught, as the process would be ended by. */
function uncaught(): unknown[] {
  const caught: unknown[] = [];
  const onRejection = (reason: unknown) => caught.push(reason);
  process.on('unhandledRejection', onRejection);
  onTestFinished(() => void process.off('unhandledRejection', onRejection));
  return caught;
}

const goOn: Record<string, (sdk: AgentSdk, runId: string, options: WorkflowRunOptions) => Promise<{ status: string }>> = {
  run: (sdk, _runId, options) => sdk.workflow.run(twoSteps, {}, options),
  resume: (sdk, runId, options) => sdk.workflow.resume(runId, options),
  retryStep: (sdk, runId, options) => sdk.workflow.retryStep(runId, 'second', options),
  rerunStep: (sdk, runId, options) => sdk.workflow.rerunStep(runId, 'first', options),
};

describe('a listener of a run that also asks for permission', () => {
  it.each(Object.keys(goOn))('changes nothing when it rejects, in %s', async (verb) => {
    const rejections = uncaught();
    let isRefusing = verb !== 'run';
    const script = byPrompt(['first', text('one')], ['second', () => (isRefusing ? unauthorized() : text('two'))]);
    await using test = await startTestSdk(script);
    const cutOff = verb === 'resume' ? { signal: AbortSignal.abort() } : {};
    const runId = isRefusing ? (await test.sdk.workflow.run(twoSteps, {}, cutOff)).runId : '';
    isRefusing = false;
    let heard = 0;
    const onEvent = async () => {
      heard += 1;
      throw new Error('the listener is broken');
    };
    const going = goOn[verb]?.(test.sdk, runId, { onEvent, requestPermission });
    expect(await going?.then(({ status }) => status)).toBe('completed');
    await new Promise((resolve) => setImmediate(resolve)); // what nobody caught is told of after the promises
    expect(heard).toBeGreaterThan(0);
    expect(rejections).toEqual([]);
  });
});

/** Overwrites all that can be reached, as a listener does that tidies an event up for its own log. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    spoil(item);
    Reflect.set(value, key, Array.isArray(item) ? [] : typeof item === 'object' ? {} : 'spoilt');
  }
}

describe('a listener that changes the events it is given', () => {
  const echo = tool({ name: 'echo', description: 'Says it again', inputSchema: z.object({ words: z.array(z.string()) }) }, ({ words }) =>
    words.join(' '),
  );
  const options = { tools: [echo], permissionMode: 'bypassPermissions' as const };
  const script = byPrompt(['first', turns(toolUse('echo', { words: ['a', 'b'] }), text('one'))], ['second', text('two')]);

  it('changes nothing of a run', async () => {
    await using test = await startTestSdk(script, options);
    const [plain, heard] = [await test.sdk.workflow.run(twoSteps), await test.sdk.workflow.run(twoSteps, {}, { onEvent: spoil })];
    const comparable = ({ status, text: answer, usage, steps }: typeof plain) => ({
      ...{ status, answer, usage },
      steps: steps.map(({ durationMs, sessionId, ...step }) => step),
    });
    expect(comparable(heard)).toEqual(comparable(plain));
    expect(heard.steps[0]).toMatchObject({ text: 'one', toolCalls: ['echo'] });
    expect(JSON.stringify(test.server.requests.map(({ body }) => body.messages)).match(/"content":"a b"/g)).toHaveLength(2);
  });

  it('changes nothing of a turn, nor what others are told of it', async () => {
    await using test = await startTestSdk(script, options);
    const session = await test.sdk.createSession();
    expect(await session.send('first', { onEvent: spoil })).toMatchObject({ text: 'one', toolCalls: ['echo'] });
    const types: string[] = [];
    const streamed = await test.sdk.createSession();
    for await (const event of streamed.stream('first', { onEvent: spoil })) {
      types.push(event.type);
      spoil(event);
    }
    expect(types).toContain('tool.start');
    expect(types).not.toContain('spoilt');
    for (const { id } of [session, streamed]) {
      const told = JSON.stringify((await test.sdk.resumeSession(id)).messages());
      expect(told).toContain('"a b"');
      expect(told).not.toContain('spoilt');
    }
  });
});
