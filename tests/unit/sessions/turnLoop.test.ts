import { describe, expect, it } from 'vitest';
import { CONTINUE_NOTE } from '../../../electron/sessions/conversation';
import { INTERRUPTED_CALL } from '../../../electron/sessions/toolCalls';
import { TOOL_OUTPUT_LIMIT } from '../../../electron/sessions/toolOutput';
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

describe('the facts of a turn', () => {
  it('come in order, the start of a call before it runs', async () => {
    const seen: string[] = [];
    const tool = testTool('read', true, () => {
      seen.push(...facts.map(({ type }) => type));
      return { content: 'found', isError: false };
    });
    const model = scriptedModel((_request, onText) => {
      onText('Let me ');
      onText('look.');
      return reply([{ type: 'text', text: 'Let me look.' }, toolUse(['t1', 'read', { file: 'a' }])], 'tool_use');
    }, says('Done.'));
    const { run, facts } = await scene({ model, tools: toolsOf(tool) });
    await run('Go');
    expect(seen).toEqual(['text', 'usage', 'tool.start', 'permission']);
    expect(facts).toEqual([
      { type: 'text', delta: 'Let me look.' },
      { type: 'usage', usage: USAGE, costUsd: 0.5, turn: 1 },
      { type: 'tool.start', callId: 't1', name: 'read', input: { file: 'a' } },
      { type: 'permission', callId: 't1', state: 'allowed', reason: 'test' },
      { type: 'tool.done', callId: 't1', isError: false, preview: 'found', durationMs: 0 },
      { type: 'text', delta: 'Done.' },
      { type: 'usage', usage: USAGE, costUsd: 0.5, turn: 2 },
    ]);
  });

  it('wait until the start of a call that may leave a trace is durable before it runs', async () => {
    const durable = Promise.withResolvers<void>();
    let hasRun = false;
    const tool = testTool('write', false, () => {
      hasRun = true;
      return { content: 'x', isError: false };
    });
    const { run } = await scene({ model: scriptedModel(calls(['t1', 'write']), says('.')), tools: toolsOf(tool) });
    const reported = Promise.withResolvers<void>();
    const turn = run('Go', {
      observer: {
        async report({ type }) {
          if (type !== 'tool.start') return;
          reported.resolve();
          await durable.promise;
        },
      },
    });
    await reported.promise;
    await new Promise(setImmediate);
    expect(hasRun).toBe(false);
    durable.resolve();
    await turn;
    expect(hasRun).toBe(true);
  });

  it('gather text for a moment', async () => {
    const next = Promise.withResolvers<void>();
    const model = scriptedModel(async (_request, onText) => {
      onText('a');
      onText('b');
      await next.promise;
      onText('c');
      return reply([{ type: 'text', text: 'abc' }], 'end_turn');
    });
    const { run, facts, ports } = await scene({ model });
    const turn = run('Go');
    while (model.requests.length === 0) await new Promise(setImmediate);
    expect(facts).toEqual([]);
    ports.clock.pass(50);
    await new Promise(setImmediate);
    expect(facts).toEqual([{ type: 'text', delta: 'ab' }]);
    next.resolve();
    await turn;
    expect(facts.filter(({ type }) => type === 'text')).toEqual([
      { type: 'text', delta: 'ab' },
      { type: 'text', delta: 'c' },
    ]);
  });

  it('end the turn when they cannot be stored', async () => {
    const { run } = await scene({ model: scriptedModel(calls(['t1', 'read'])), tools: toolsOf(echo('read')) });
    const observer = { report: () => Promise.reject(new AppError('STORE_FAILED', 'disk full')) };
    await expect(run('Go', { observer })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});

describe('a turn that is stopped', () => {
  it('rejects with ABORTED and keeps the text that had arrived', async () => {
    const stop = new AbortController();
    const model = scriptedModel((_request, onText, signal) => {
      onText('Half an ans');
      stop.abort();
      return Promise.reject(signal.reason);
    });
    const { run, conversation } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation()).toEqual([user('Go'), { ...assistant('Half an ans'), interrupted: true }]);
  });

  it('counts what had been used for the piece of a reply, under the model that gave it', async () => {
    const stop = new AbortController();
    const model = scriptedModel((_request, onText, signal, onSpent) => {
      onSpent({ model: 'claude-test', usage: { ...USAGE, outputTokens: 1 } });
      onText('Half');
      stop.abort();
      return Promise.reject(signal.reason);
    });
    const { run, store, facts } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    const usage = { ...USAGE, outputTokens: 1 };
    expect(store.messages('s').at(-1)).toMatchObject({ ...assistant('Half'), interrupted: true, model: 'claude-test', usage });
    expect(facts.filter(({ type }) => type === 'usage')).toEqual([{ type: 'usage', usage, costUsd: 0.5, turn: 1 }]);
    expect(store.get('s')).toMatchObject({ usage, costUsd: 0.5 });
  });

  it('counts what was used also where no word had arrived', async () => {
    const model = scriptedModel((_request, _onText, _signal, onSpent) => {
      onSpent({ model: 'claude-test', usage: USAGE });
      return Promise.reject(new AppError('NETWORK', 'The connection was lost.'));
    });
    const { run, store, conversation } = await scene({ model });
    await expect(run('Go')).rejects.toMatchObject({ code: 'NETWORK' });
    expect(conversation()).toEqual([user('Go'), { role: 'assistant', content: [], interrupted: true }]);
    expect(store.get('s')).toMatchObject({ usage: USAGE, costUsd: 0.5 });
  });

  it('stores nothing of a reply that never began', async () => {
    const model = scriptedModel(() => Promise.reject(new AppError('NETWORK', 'Nothing answers.')));
    const { run, conversation, facts } = await scene({ model });
    await expect(run('Go')).rejects.toMatchObject({ code: 'NETWORK' });
    expect([conversation(), facts]).toEqual([[user('Go')], []]);
  });

  it('counts a whole reply that cannot be used', async () => {
    const { run, store } = await scene({ model: scriptedModel(calls(['same', 'read'], ['same', 'read'])), tools: toolsOf(echo('read')) });
    await expect(run('Go')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(store.get('s')).toMatchObject({ usage: USAGE, costUsd: 0.5 });
  });

  it('rejects with the coded reason of the signal', async () => {
    const stop = new AbortController();
    const model = scriptedModel(() => {
      stop.abort(new AppError('TIMEOUT', 'took too long'));
      return new Promise(() => {});
    });
    const { run } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('answers the calls it leaves open, also when a tool ignores the signal', async () => {
    const stop = new AbortController();
    const hanging = testTool('bash', false, () => {
      stop.abort();
      return new Promise(() => {});
    });
    const model = scriptedModel(calls(['a', 'read'], ['b', 'bash'], ['c', 'read']));
    const { run, conversation, facts } = await scene({ model, tools: toolsOf(echo('read'), hanging) });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation().slice(2)).toEqual([
      result('a', 'read done'),
      result('b', INTERRUPTED_CALL, true),
      result('c', INTERRUPTED_CALL, true),
    ]);
    expect(facts.filter((fact) => fact.type === 'tool.done').map(({ callId, isError }) => [callId, isError])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
    ]);
  });

  it('starts nothing when the signal has fired before', async () => {
    const { run, conversation } = await scene({ model: scriptedModel() });
    await expect(run('Go', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation()).toEqual([]);
  });
});

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
