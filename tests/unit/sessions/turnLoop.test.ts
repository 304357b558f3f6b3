import { describe, expect, it, vi } from 'vitest';
import { CONTINUE_NOTE } from '../../../electron/sessions/conversation';
import { AppError } from '../../../shared/lib/appError';
import { assistant, echo, remember, result, scene, testTool, toolsOf, user } from './support/scene';
import { calls, reply, says, scriptedModel, toolUse, USAGE } from './support/scriptedModel';

const ROLES = (requests: readonly { readonly messages: readonly { readonly role: string }[] }[]) =>
  requests.map(({ messages }) => messages.map(({ role }) => role));

describe('a turn in react mode', () => {
  it('goes from the prompt over tool rounds to the reply without calls', async () => {
    const model = scriptedModel(calls(['t1', 'read', { file: 'a' }]), calls(['t2', 'glob']), says('All good.'));
    const { run, conversation } = await scene({ model, tools: toolsOf(echo('read'), echo('glob')) });
    const outcome = await run('Check it.');
    expect(outcome).toEqual({
      text: 'All good.',
      toolCalls: ['read', 'glob'],
      usage: { ...USAGE, inputTokens: 30, outputTokens: 15 },
      costUsd: 1.5,
    });
    expect(conversation()).toEqual([
      user('Check it.'),
      { role: 'assistant', content: [toolUse(['t1', 'read', { file: 'a' }])] },
      result('t1', 'read done'),
      { role: 'assistant', content: [toolUse(['t2', 'glob'])] },
      result('t2', 'glob done'),
      assistant('All good.'),
    ]);
  });

  it('offers the tools and asks with the model, the system prompt and the provider of the session', async () => {
    const model = scriptedModel(says('Hi.'));
    const { run } = await scene({ model, tools: toolsOf(echo('read')), settings: { model: 'claude-x', provider: 'rehearsal' } });
    expect(await run('Hello')).toMatchObject({ costUsd: 0 });
    expect(model.requests).toEqual([
      {
        provider: 'rehearsal',
        model: 'claude-x',
        system: 'Be brief.',
        messages: [user('Hello')],
        tools: [{ name: 'read', description: 'read it', inputSchema: { type: 'object' } }],
        toolChoice: 'auto',
        maxTokens: 16_000,
      },
    ]);
  });

  it('stores each message before anything follows from it', async () => {
    const order: string[] = [];
    const tool = testTool('read', true, () => {
      order.push(`tool sees ${store.messages('s').length} messages`);
      return { content: 'x', isError: false };
    });
    const model = scriptedModel(
      (...given) => {
        order.push(`model sees ${store.messages('s').length} messages`);
        return calls(['t1', 'read'])(...given);
      },
      (...given) => {
        order.push(`model sees ${store.messages('s').length} messages`);
        return says('Done.')(...given);
      },
    );
    const { run, store } = await scene({ model, tools: toolsOf(tool) });
    await run('Go');
    expect(order).toEqual(['model sees 1 messages', 'tool sees 2 messages', 'model sees 3 messages']);
  });

  it('answers the calls of one reply in one message of the next request', async () => {
    const model = scriptedModel(calls(['t1', 'read'], ['t2', 'read']), says('Done.'));
    const { run } = await scene({ model, tools: toolsOf(echo('read')) });
    await run('Go');
    expect(model.requests[1]?.messages.at(-1)).toEqual({
      role: 'user',
      content: [...result('t1', 'read done').content, ...result('t2', 'read done').content],
    });
  });

  it('finds tools whatever the letter case and stores calls under the registered name', async () => {
    const { run, conversation } = await scene({ model: scriptedModel(calls(['t1', 'Read']), says('Done.')), tools: toolsOf(echo('read')) });
    expect(await run('Go')).toMatchObject({ toolCalls: ['read'] });
    expect(conversation()[1]?.content).toEqual([toolUse(['t1', 'read'])]);
  });

  it('runs calls at once when all only read', async () => {
    let running = 0;
    let most = 0;
    const slow = testTool('read', true, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return { content: 'x', isError: false };
    });
    const { run } = await scene({
      model: scriptedModel(calls(['a', 'read'], ['b', 'read'], ['c', 'read']), says('.')),
      tools: toolsOf(slow),
    });
    await run('Go');
    expect(most).toBe(3);
  });

  it('runs calls in order when one of them can change something', async () => {
    const log: string[] = [];
    const slow = (name: string, isReadOnly: boolean) =>
      testTool(name, isReadOnly, async (_input, { callId }) => {
        log.push(`begin ${callId}`);
        await new Promise(setImmediate);
        log.push(`end ${callId}`);
        return { content: 'x', isError: false };
      });
    const model = scriptedModel(calls(['a', 'read'], ['b', 'write'], ['c', 'read']), says('.'));
    const { run } = await scene({ model, tools: toolsOf(slow('read', true), slow('write', false)) });
    await run('Go');
    expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
  });

  it('fails with MAX_TURNS and a sentence once all turns are used, leaving a valid conversation', async () => {
    const model = scriptedModel(calls(['t1', 'read']), calls(['t2', 'read']));
    const { run, conversation } = await scene({ model, tools: toolsOf(echo('read')), settings: { maxTurns: 2 } });
    await expect(run('Go')).rejects.toMatchObject({ code: 'MAX_TURNS', message: expect.stringContaining('all 2 turns') });
    expect(conversation().at(-1)).toEqual(result('t2', 'read done'));
  });

  it('goes on after a reply that was cut at the length limit and joins the pieces', async () => {
    const model = scriptedModel(says('One, ', 'max_tokens'), says('two.'));
    const { run, conversation } = await scene({ model });
    expect(await run('Count')).toMatchObject({ text: 'One, two.' });
    expect(conversation()[2]).toEqual(user(CONTINUE_NOTE));
  });

  it('runs no call of a reply that was cut at the length limit', async () => {
    let runs = 0;
    const write = testTool('write', false, () => {
      runs += 1;
      return { content: 'x', isError: false };
    });
    const model = scriptedModel(() => reply([toolUse(['t1', 'write', { file: 'a' }])], 'max_tokens'), says('Sorry.'));
    const { run, conversation } = await scene({ model, tools: toolsOf(write) });
    await run('Go');
    expect(runs).toBe(0);
    expect(conversation()[2]?.content[0]).toMatchObject({ tool_use_id: 't1', is_error: true, content: expect.stringContaining('cut off') });
  });

  it('asks again after pause_turn', async () => {
    const model = scriptedModel(says('Thinking', 'pause_turn'), says('Done.'));
    const { run } = await scene({ model });
    expect(await run('Go')).toMatchObject({ text: 'Done.' });
    expect(ROLES(model.requests)).toEqual([['user'], ['user', 'assistant']]);
  });

  it('fails when the model refuses, and leaves the refusal out of the next request', async () => {
    const model = scriptedModel(says('I', 'refusal'), says('Fine.'));
    const { run } = await scene({ model });
    await expect(run('Bad')).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
    await run('Good');
    expect(model.requests[1]?.messages).toEqual([{ role: 'user', content: [...user('Bad').content, ...user('Good').content] }]);
  });

  it.each(['end_turn', 'stop_sequence'])('ends with %s', async (stopReason) => {
    const { run } = await scene({ model: scriptedModel(says('Done.', stopReason)) });
    expect(await run('Go')).toMatchObject({ text: 'Done.' });
  });

  it('refuses tool calls that share an id', async () => {
    const { run, conversation } = await scene({
      model: scriptedModel(calls(['t1', 'read'], ['t1', 'read'])),
      tools: toolsOf(echo('read')),
    });
    await expect(run('Go')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(conversation()).toEqual([user('Go'), { role: 'assistant', content: [], interrupted: true }]);
  });

  it('closes its tools whatever the end', async () => {
    const tools = toolsOf(echo('read'));
    const { run } = await scene({ model: scriptedModel(() => Promise.reject(new AppError('NETWORK', 'down'))), tools });
    await expect(run('Go')).rejects.toMatchObject({ code: 'NETWORK' });
    expect([tools.opened(), tools.closed()]).toEqual([1, 1]);
  });

  it('stores nothing of a prompt, nor of calls left open before it, when the tools cannot be opened', async () => {
    const tools = { open: () => Promise.reject(new AppError('INVALID_INPUT', 'The folder is gone.')) };
    const { run, conversation, store } = await scene({ model: scriptedModel(), tools });
    await remember(store, user('Before'), { role: 'assistant', content: [toolUse(['t1', 'write'])] });
    const before = conversation();
    const onStored = vi.fn();
    await expect(run('Go', { onStored, workDir: '/elsewhere' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(onStored).not.toHaveBeenCalled();
    expect(conversation()).toEqual(before);
    expect(store.get('s')?.settings.workDir).toBe('/work');
  });

  it('works in another folder from then on, when told', async () => {
    const seen: string[] = [];
    const tool = testTool('read', true, (_input, { workDir }) => {
      seen.push(workDir);
      return { content: 'x', isError: false };
    });
    const model = scriptedModel(calls(['t1', 'read']), says('One.'), calls(['t2', 'read']), says('Two.'));
    const { run, store } = await scene({ model, tools: toolsOf(tool) });
    await run('Go', { workDir: '/elsewhere' });
    await run('Go on');
    expect(seen).toEqual(['/elsewhere', '/elsewhere']);
    expect(store.get('s')?.settings).toMatchObject({ workDir: '/elsewhere', systemPrompt: 'Be brief.' });
  });
});

describe('a turn in single mode', () => {
  it('offers no tools and opens none', async () => {
    const tools = toolsOf(echo('read'));
    const model = scriptedModel(says('Done.'));
    const { run } = await scene({ model, tools, settings: { mode: 'single' } });
    expect(await run('Go')).toMatchObject({ text: 'Done.' });
    expect(model.requests[0]).toMatchObject({ tools: [], toolChoice: 'auto' });
    expect(tools.opened()).toBe(0);
  });

  it('sends tools with tool_choice none when the history has tool blocks', async () => {
    const model = scriptedModel(says('Done.'));
    const { run, store } = await scene({ model, tools: toolsOf(echo('read')), settings: { mode: 'single' } });
    await remember(
      store,
      user('Before'),
      { role: 'assistant', content: [toolUse(['t1', 'read'])] },
      result('t1', 'x'),
      assistant('Answer'),
    );
    await run('Go');
    expect(model.requests[0]).toMatchObject({ tools: [{ name: 'read' }], toolChoice: 'none' });
  });

  it('never runs a call that is made anyway, and fails', async () => {
    let runs = 0;
    const read = testTool('read', true, () => {
      runs += 1;
      return { content: 'x', isError: false };
    });
    const { run, conversation } = await scene({
      model: scriptedModel(calls(['t1', 'read'])),
      tools: toolsOf(read),
      settings: { mode: 'single' },
    });
    await expect(run('Go')).rejects.toMatchObject({ code: 'TOOL_FORBIDDEN' });
    expect(runs).toBe(0);
    expect(conversation().at(-1)?.content[0]).toMatchObject({ tool_use_id: 't1', is_error: true });
  });

  it('fails rather than pass on an answer that was cut', async () => {
    const { run } = await scene({ model: scriptedModel(says('Half', 'max_tokens')), settings: { mode: 'single' } });
    await expect(run('Go')).rejects.toMatchObject({ code: 'MAX_TURNS', message: expect.stringContaining('cut off') });
  });
});
