import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAgentSdk, tool, z } from '../../../electron/sdk/index';
import type { SessionStateName } from '../../../shared/session/session';
import type { RecordedRequest } from '../../support/modelServer/modelServer';
import { type Reply, text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const lastPrompt = (request: RecordedRequest): string => {
  const block = request.body.messages.at(-1)?.content.at(-1);
  return typeof block?.text === 'string' ? block.text : '';
};

/** Answers with what it was told, so that a test can see which turns a request carries. */
const echo = (request: RecordedRequest): Reply => text(`heard ${lastPrompt(request)}`);

const userTexts = (request: RecordedRequest | undefined): unknown[] =>
  (request?.body.messages ?? []).filter((message) => message.role === 'user').map((message) => message.content.at(-1)?.text);

describe('sessions through the library (chapter 7, sections 3 and 4)', () => {
  it('goes back to a checkpoint: the request that follows carries the turns before it and not those after (4.1)', async () => {
    await using test = await startTestSdk(echo);
    const session = await test.sdk.createSession({ title: 'Checkpoint Demo' });
    await session.send('Remember: the API runs on port 8080.');
    await session.send('The database schema is in db/schema.sql.');
    const checkpoint = await session.saveCheckpoint('before-refactor');
    await session.send('Rename all API endpoints from /api to /v2.');
    await session.restoreCheckpoint(checkpoint.id);
    await session.send('What port does the API run on?');
    expect(userTexts(test.server.requests.at(-1))).toEqual([
      'Remember: the API runs on port 8080.',
      'The database schema is in db/schema.sql.',
      'What port does the API run on?',
    ]);
  });

  it('keeps two approaches from one baseline, both reachable afterwards (4.2)', async () => {
    await using test = await startTestSdk(echo);
    const session = await test.sdk.createSession({ title: 'Two approaches' });
    await session.send('Plan a component.');
    const baseline = await session.saveCheckpoint('baseline');
    await session.send('Write a class-based React component.');
    const approachA = await session.saveCheckpoint('approach-a');
    await session.restoreCheckpoint(baseline.id);
    await session.send('Write a hooks-based React component.');
    const approachB = await session.saveCheckpoint('approach-b');

    const named = (await session.listCheckpoints()).filter((checkpoint) => !checkpoint.automatic);
    expect(named.map(({ label, parentId, messageCount }) => ({ label, parentId, messageCount }))).toEqual([
      { label: 'baseline', parentId: null, messageCount: 2 },
      { label: 'approach-a', parentId: baseline.id, messageCount: 4 },
      { label: 'approach-b', parentId: baseline.id, messageCount: 4 },
    ]);
    await session.restoreCheckpoint(approachA.id);
    expect(JSON.stringify(session.messages())).toContain('class-based');
    await session.restoreCheckpoint(approachB.id);
    expect(JSON.stringify(session.messages())).toContain('hooks-based');
    expect(JSON.stringify(session.messages())).not.toContain('class-based');
  });

  it('branches from a checkpoint, a message or the beginning, and leaves the other way as it is', async () => {
    await using test = await startTestSdk(echo);
    const session = await test.sdk.createSession({ title: 'Branches' });
    await session.send('one');
    const checkpoint = await session.saveCheckpoint('after one');
    await session.send('two');
    const all = session.messages();
    const branch = await session.branch(checkpoint.id, 'another two');
    expect(branch).toMatchObject({ label: 'another two', messageId: all[1]?.id, automatic: false });
    await session.send('two, again');
    expect(userTexts(test.server.requests.at(-1))).toEqual(['one', 'two, again']);
    await session.branch(all[3]?.id ?? null);
    expect(session.messages()).toEqual(all);
    expect(await session.branch(null)).toMatchObject({ label: 'Branch', messageId: null });
    expect(session.messages()).toEqual([]);
    await expect(session.branch('msg_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const other = await test.sdk.createSession();
    await expect(other.branch(checkpoint.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lists the sessions of one state', async () => {
    await using test = await startTestSdk(echo);
    const ids = async (state: SessionStateName) => (await test.sdk.sessions.list({ state })).map(({ id }) => id);
    const session = await test.sdk.createSession({ title: 'One' });
    expect([await ids('active'), await ids('idle'), await ids('closed')]).toEqual([[session.id], [], []]);
    expect(await test.sdk.sessions.list({ state: 'active', search: 'nothing' })).toEqual([]);
    const sdk = await test.open({ sessionManager: { idleTimeoutMs: 1 } });
    await expect.poll(async () => (await sdk.sessions.list({ state: 'idle' })).map(({ title }) => title)).toEqual(['One']);
    await sdk.sessions.closeIdle();
    expect([await ids('active'), await ids('idle'), await ids('closed')]).toEqual([[], [], [session.id]]);
    expect(await test.sdk.sessions.list()).toMatchObject([{ id: session.id, state: 'closed' }]);
  });

  it('continues a session in another process with all it was made with', async () => {
    const shout = tool(
      { name: 'shout', description: 'Says it loud', inputSchema: z.object({ words: z.string() }), isReadOnly: true },
      ({ words }) => words.toUpperCase(),
    );
    await using test = await startTestSdk(turns(text('first'), toolUse('shout', { words: 'hello' }), text('last')));
    const made = await test.sdk.createSession({
      title: 'T',
      model: 'model-x',
      systemPrompt: 'Be kind.',
      allowedTools: ['read', 'shout'],
      tools: [shout],
    });
    await made.send('one');
    await test.sdk.close();

    const later = await test.open({ tools: [shout] });
    const session = await later.resumeSession(made.id);
    const reply = await session.send('two');
    expect(reply).toMatchObject({ text: 'last', toolCalls: ['shout'] });
    const { body } = test.server.requests.at(-1) as RecordedRequest;
    expect({ model: body.model, system: body.system, tools: body.tools?.map(({ name }) => name).sort() }).toEqual({
      model: 'model-x',
      system: 'Be kind.',
      tools: ['read', 'shout'],
    });
    expect(JSON.stringify(body.messages)).toContain('HELLO');
  });

  it('keeps every one of 100 concurrent sends to one session, in order', async () => {
    await using test = await startTestSdk(echo);
    const session = await test.sdk.createSession({ title: 'Busy' });
    const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => session.send(`turn ${index}`)));
    expect(replies.map((reply) => reply.text)).toEqual(Array.from({ length: 100 }, (_, index) => `heard turn ${index}`));
    expect(userTexts(test.server.requests.at(-1))).toEqual(Array.from({ length: 100 }, (_, index) => `turn ${index}`));
  });

  it('streams what happens in a turn and ends with the reply', async () => {
    await using test = await startTestSdk(text('a b c'));
    const session = await test.sdk.createSession();
    const seen: unknown[] = [];
    for await (const event of session.stream('go')) seen.push(event);
    const words = seen.flatMap((event) => (Object(event).type === 'text' ? [Object(event).delta] : []));
    expect(words.join('')).toBe('a b c');
    expect(seen.at(-1)).toMatchObject({ type: 'done', text: 'a b c', sessionId: session.id });
  });

  it('keeps its listeners apart: those that throw or reject change nothing', async () => {
    await using test = await startTestSdk(text('fine'));
    const session = await test.sdk.createSession();
    const failing = () => {
      throw new Error('listener');
    };
    expect((await session.send('Go', { onEvent: failing })).text).toBe('fine');
    expect((await session.send('Go', { onEvent: async () => failing() })).text).toBe('fine');
    expect((await test.sdk.run('Go', { onEvent: failing })).text).toBe('fine');
    const events: string[] = [];
    for await (const event of session.stream('Go', { onEvent: failing })) events.push(event.type);
    expect(events.at(-1)).toBe('done');
  });

  it('stops the turn when its stream is left', async () => {
    await using test = await startTestSdk({ ...text('slowly, slowly, slowly'), pauseMs: 20 });
    const session = await test.sdk.createSession();
    for await (const event of session.stream('go')) if (event.type === 'text') break;
    await test.server.untilAborted(1);
    expect(session.messages().at(-1)).toMatchObject({ role: 'assistant', interrupted: true });
  });

  it('counts, closes and prunes as section 3.3 says', async () => {
    await using test = await startTestSdk(echo, { sessionManager: { idleTimeoutMs: 1, maxConcurrentActive: 2 } });
    const session = await test.sdk.createSession();
    await session.send('hello');
    await expect.poll(() => session.state).toBe('idle');
    expect(await test.sdk.sessions.stats()).toEqual({ total: 1, active: 0, idle: 1, closed: 0 });
    expect(await test.sdk.sessions.closeIdle()).toBe(1);
    expect(session.state).toBe('closed');
    expect(await test.sdk.sessions.prune({ status: 'closed', olderThan: '7d' })).toBe(0);
    await expect(test.sdk.sessions.prune({})).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await test.sdk.sessions.prune({ status: 'closed', olderThan: '0ms' })).toBe(1);
    await expect(test.sdk.resumeSession(session.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('runs a prompt in a session of its own, and several in parallel', async () => {
    await using test = await startTestSdk(echo);
    const results = await test.sdk.parallel([() => test.sdk.run('Summarize.'), () => test.sdk.run('List.')], { maxConcurrency: 3 });
    expect(results.map((result) => result?.text)).toEqual(['heard Summarize.', 'heard List.']);
  });

  it('refuses options that do not fit, with a sentence', async () => {
    await using test = await startTestSdk(echo);
    // @ts-expect-error: a caller without types
    await expect(test.sdk.createSession({ permissionMode: 'yolo' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

it('keeps nothing when asked for a database in memory', async () => {
  const sdk = await createAgentSdk({ database: ':memory:' });
  await sdk.createSession({ title: 'Fleeting' });
  expect((await sdk.sessions.stats()).total).toBe(1);
  await sdk.close();
  expect(existsSync(':memory:')).toBe(false);
});
