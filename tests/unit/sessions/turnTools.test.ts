import { describe, expect, it } from 'vitest';
import { TOOL_OUTPUT_LIMIT } from '../../../electron/sessions/toolOutput';
import { echo, result, scene, testTool, toolsOf } from './support/scene';
import { calls, says, scriptedModel } from './support/scriptedModel';

describe('tools in a turn', () => {
  it('are offered and run only when allowedTools names them', async () => {
    const ran: string[] = [];
    const tool = (name: string) =>
      testTool(name, true, () => {
        ran.push(name);
        return { content: 'x', isError: false };
      });
    const model = scriptedModel(calls(['a', 'read'], ['b', 'bash'], ['c', 'github__list']), says('.'));
    const { run, conversation } = await scene({
      model,
      tools: toolsOf(tool('read'), tool('bash'), tool('github__list')),
      settings: { allowedTools: ['Read', 'github__*'] },
    });
    await run('Go');
    expect(model.requests[0]?.tools.map(({ name }) => name)).toEqual(['read', 'github__list']);
    expect(ran).toEqual(['read', 'github__list']);
    const answers = conversation().flatMap((message) => message.content);
    expect(answers.find((block) => block.tool_use_id === 'b')).toMatchObject({
      is_error: true,
      content: 'The tool bash is not allowed here. You can use: read, github__list.',
    });
  });

  it.each([
    ['an unknown tool', ['t1', 'fly'] as const, 'The tool fly does not exist. You can use: read.'],
    ['input that is no object', ['t1', 'read', ['a']] as const, expect.stringContaining('must be a JSON object')],
  ])('tell the model about %s', async (_case, call, content) => {
    const { run, conversation } = await scene({ model: scriptedModel(calls(call), says('.')), tools: toolsOf(echo('read')) });
    await run('Go');
    expect(conversation()[2]?.content[0]).toMatchObject({ tool_use_id: 't1', is_error: true, content });
  });

  it('tell the model when they break', async () => {
    const broken = testTool('read', true, () => {
      throw new Error('disk on fire');
    });
    const { run, conversation } = await scene({ model: scriptedModel(calls(['t1', 'read']), says('.')), tools: toolsOf(broken) });
    await run('Go');
    expect(conversation()[2]?.content[0]).toMatchObject({ is_error: true, content: 'The tool read broke: disk on fire' });
  });

  it('give the model at most the limit, and say so', async () => {
    const long = testTool('read', true, () => ({ content: 'x'.repeat(TOOL_OUTPUT_LIMIT + 1), isError: false }));
    const { run, conversation } = await scene({ model: scriptedModel(calls(['t1', 'read']), says('.')), tools: toolsOf(long) });
    await run('Go');
    const content = String(conversation()[2]?.content[0]?.content);
    expect(content.length).toBeLessThan(TOOL_OUTPUT_LIMIT + 200);
    expect(content).toMatch(/x\n\[output cut: 100000 of 100001 characters shown/);
  });

  it('do not run without permission; the model is told why and the decision is reported', async () => {
    let runs = 0;
    const bash = testTool('bash', false, () => {
      runs += 1;
      return { content: 'x', isError: false };
    });
    const gate = { decide: async () => ({ state: 'denied' as const, reason: 'no one to ask', reply: 'use make' }) };
    const { run, conversation, facts } = await scene({
      model: scriptedModel(calls(['t1', 'bash']), says('.')),
      tools: toolsOf(bash),
      gate,
    });
    await run('Go');
    expect(runs).toBe(0);
    expect(conversation()[2]).toEqual(result('t1', 'Permission denied: no one to ask\nThe person says: use make', true));
    expect(facts).toContainEqual({ type: 'permission', callId: 't1', state: 'denied', reason: 'no one to ask', reply: 'use make' });
  });
});
