import { describe, expect, it } from 'vitest';
import { INTERRUPTED_CALL } from '../../../electron/sessions/toolCalls';
import { assistant, echo, remember, result, scene, testTool, toolsOf, user } from './support/scene';
import { says, scriptedModel, toolUse, USAGE } from './support/scriptedModel';

describe('a turn that goes on after a crash', () => {
  const called = {
    role: 'assistant' as const,
    content: [toolUse(['t1', 'read']), toolUse(['t2', 'write'])],
    stopReason: 'tool_use',
    usage: USAGE,
    model: 'm',
  };

  it('asks the model again when the conversation ends in a user message', async () => {
    const model = scriptedModel(says('Done.'));
    const { run, store, conversation } = await scene({ model });
    await remember(store, user('Go'));
    expect(await run(null)).toMatchObject({ text: 'Done.' });
    expect(conversation()).toEqual([user('Go'), assistant('Done.')]);
  });

  it('runs open calls of reading tools again, and reports the others as interrupted', async () => {
    const ran: string[] = [];
    const tool = (name: string, isReadOnly: boolean) =>
      testTool(name, isReadOnly, () => {
        ran.push(name);
        return { content: 'x', isError: false };
      });
    const { run, store, conversation } = await scene({
      model: scriptedModel(says('Done.')),
      tools: toolsOf(tool('read', true), tool('write', false)),
    });
    await remember(store, user('Go'), called);
    expect(await run(null)).toEqual({
      text: 'Done.',
      toolCalls: ['read', 'write'],
      usage: { ...USAGE, inputTokens: 20, outputTokens: 10 },
      costUsd: 1,
    });
    expect(ran).toEqual(['read']);
    expect(conversation().slice(2)).toEqual([result('t2', INTERRUPTED_CALL, true), result('t1', 'x'), assistant('Done.')]);
  });

  it('keeps results that were stored', async () => {
    const { run, store, conversation } = await scene({
      model: scriptedModel(says('Done.')),
      tools: toolsOf(echo('read'), echo('write', false)),
    });
    await remember(store, user('Go'), called, result('t2', 'written'));
    await run(null);
    expect(conversation().slice(2)).toEqual([result('t2', 'written'), result('t1', 'read done'), assistant('Done.')]);
  });

  it('has its outcome without a model call when the answer was stored', async () => {
    const model = scriptedModel();
    const tools = toolsOf(echo('read'));
    const { run, store } = await scene({ model, tools });
    await remember(store, user('Go'), { ...assistant('Answer'), stopReason: 'end_turn', usage: USAGE, model: 'm' });
    expect(await run(null)).toEqual({ text: 'Answer', toolCalls: [], usage: USAGE, costUsd: 0.5 });
    expect([model.requests.length, tools.opened()]).toEqual([0, 0]);
  });

  it('asks again for a reply that was cut short, whose piece stays as a branch', async () => {
    const model = scriptedModel(says('Whole.'));
    const { run, store, conversation } = await scene({ model });
    await remember(store, user('Go'), { ...assistant('Who'), interrupted: true });
    await run(null);
    expect(model.requests[0]?.messages).toEqual([user('Go')]);
    expect(conversation()).toEqual([user('Go'), assistant('Whole.')]);
    expect(store.messages('s')).toHaveLength(3);
  });

  it('counts the turns taken before', async () => {
    const { run, store } = await scene({ model: scriptedModel(), tools: toolsOf(echo('read')), settings: { maxTurns: 1 } });
    await remember(store, user('Go'), { ...called, content: [toolUse(['t1', 'read'])] });
    await expect(run(null)).rejects.toMatchObject({ code: 'MAX_TURNS' });
  });

  it('answers what was left open before a new prompt', async () => {
    const model = scriptedModel(says('Done.'));
    const { run, store } = await scene({ model, tools: toolsOf(echo('read'), echo('write', false)) });
    await remember(store, user('Go'), called);
    await run('Never mind');
    const answers = ['t1', 't2'].flatMap((id) => result(id, INTERRUPTED_CALL, true).content);
    expect(model.requests[0]?.messages.at(-1)).toEqual({ role: 'user', content: [...answers, ...user('Never mind').content] });
  });
});
