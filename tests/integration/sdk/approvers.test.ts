import { describe, expect, it } from 'vitest';
import { type AgentEvent, tool, type WorkflowRunOptions, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';

const change = tool({ name: 'change', description: 'Changes', inputSchema: z.object({}) }, () => 'changed');
const script = byPrompt([/^outer/, turns(toolUse('nest', {}), text('done'))], [/^inner/, turns(toolUse('change', {}), text('done'))]);
const inner = { name: 'inner', steps: [{ id: 'a', prompt: 'inner' }] };

/** Says yes and keeps by whom it was asked. */
function approver(name: string, asked: string[]) {
  return async ({ tool: { name: called } }: { tool: { name: string } }) => {
    asked.push(`${name}: ${called}`);
    return { state: 'allowed' as const, reason: 'yes' };
  };
}

describe('requestPermission of a run', () => {
  it('is asked in place of the one of the SDK, in that run alone', async () => {
    const asked: string[] = [];
    await using test = await startTestSdk(script, { tools: [change], requestPermission: approver('sdk', asked) });
    await test.sdk.workflow.run(inner, {}, { requestPermission: approver('run', asked) });
    await test.sdk.workflow.run(inner);
    expect(asked).toEqual(['run: change', 'sdk: change']);
  });

  it('is asked in a run that one of its tools starts, too', async () => {
    const asked: string[] = [];
    const nest = tool({ name: 'nest', description: 'Nests', inputSchema: z.object({}), isReadOnly: true }, async () => {
      return (await test.sdk.workflow.run(inner)).status;
    });
    await using test = await startTestSdk(script, { tools: [change, nest] });
    await test.sdk.workflow.run(
      { name: 'outer', steps: [{ id: 'a', prompt: 'outer' }] },
      {},
      { requestPermission: approver('outer', asked) },
    );
    expect(asked).toEqual(['outer: change']);
  });

  it('is given anew when the run goes on', async () => {
    const asked: string[] = [];
    await using test = await startTestSdk(script, { tools: [change] });
    const abort = new AbortController();
    const first = await test.sdk.workflow.run(
      inner,
      {},
      {
        signal: abort.signal,
        requestPermission: ({ context: { signal } }) => {
          abort.abort();
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        },
      },
    );
    expect(first.aborted).toBe(true);
    const second = await test.sdk.workflow.resume(first.runId, { requestPermission: approver('resumed', asked) });
    expect({ status: second.status, asked }).toEqual({ status: 'completed', asked: ['resumed: change'] });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the dialog is gone');
      },
      'requestPermission failed: the dialog is gone',
    ],
    ['rejects', () => Promise.reject(new Error('the dialog is gone')), 'requestPermission failed: the dialog is gone'],
    ['returns nothing', async () => undefined, 'requestPermission gave no answer. It must return { state: "allowed" | "denied", reason }'],
    [
      'returns something else',
      async () => true,
      'requestPermission gave no answer. It must return { state: "allowed" | "denied", reason }',
    ],
  ])('that %s is a denial with that reason on record, and the run goes on', async (_how, ask, reason) => {
    await using test = await startTestSdk(script, { tools: [change] });
    const events: AgentEvent[] = [];
    // Callers without types get these wrong.
    const requestPermission = ask as unknown as NonNullable<WorkflowRunOptions['requestPermission']>;
    const result = await test.sdk.workflow.run(inner, {}, { requestPermission, onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ status: 'completed', text: 'done' });
    expect(events.filter((event) => event.type === 'step.permission').map((event) => [event.state, event.reason])).toEqual([
      ['asked', expect.any(String)],
      ['denied', reason],
    ]);
    expect(lastResult(test.server.requests.at(-1))).toEqual({ isError: true, text: `Permission denied: ${reason}` });
  });

  it('decides about a call and changes nothing of it', async () => {
    const say = tool({ name: 'say', description: 'Says', inputSchema: z.object({ words: z.array(z.string()) }) }, ({ words }) =>
      words.join(' '),
    );
    const saying = turns(toolUse('say', { words: ['as', 'asked'] }), text('done'));
    await using test = await startTestSdk(saying, { tools: [say] });
    const requestPermission: WorkflowRunOptions['requestPermission'] = async ({ input }) => {
      Object.assign(input ?? {}, { words: ['something', 'else'] });
      return { state: 'allowed', reason: 'yes' };
    };
    await test.sdk.workflow.run(inner, {}, { requestPermission });
    expect(lastResult(test.server.requests.at(-1))).toEqual({ isError: false, text: 'as asked' });
    expect(JSON.stringify(test.server.requests.at(-1)?.body.messages)).not.toContain('something');
  });

  it('may leave the reason out', async () => {
    await using test = await startTestSdk(script, { tools: [change] });
    const requestPermission = (async () => ({ state: 'allowed' })) as unknown as NonNullable<WorkflowRunOptions['requestPermission']>;
    await test.sdk.workflow.run(inner, {}, { requestPermission });
    expect(lastResult(test.server.requests.at(-1))).toEqual({ isError: false, text: 'changed' });
  });
});

describe('permissions of a run', () => {
  it('hold in that run and in what its tools start, beside those of the SDK', async () => {
    const other = tool({ name: 'other', description: 'Changes more', inputSchema: z.object({}) }, () => 'changed');
    const nest = tool({ name: 'nest', description: 'Nests', inputSchema: z.object({}), isReadOnly: true }, async () => {
      return JSON.stringify((await test.sdk.workflow.run(inner)).steps[0]?.toolCalls);
    });
    const nested = byPrompt(
      [/^outer/, turns(toolUse('nest', {}), text('done'))],
      [/^inner/, turns(toolUse('change', {}), toolUse('other', {}), text('done'))],
    );
    await using test = await startTestSdk(nested, { tools: [change, other, nest], permissions: { deny: ['other'] } });
    const outer = { name: 'outer', steps: [{ id: 'a', prompt: 'outer' }] };
    await test.sdk.workflow.run(outer, {}, { permissions: { allow: ['change', 'other'] } });
    const told = JSON.stringify(test.server.requests.filter(({ prompt }) => prompt.startsWith('inner')).at(-1)?.body.messages);
    expect(told).toContain('"changed"');
    expect(told).toContain('the rule \\"other\\" forbids it');
  });

  it('are refused when they are none', async () => {
    await using test = await startTestSdk(script, { tools: [change] });
    await expect(test.sdk.workflow.run(inner, {}, { permissions: { deny: ['no rule'] } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
