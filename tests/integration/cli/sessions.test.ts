import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RecordedRequest, startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text } from '../../support/modelServer/reply';
import { temporaryFile } from '../store/support';
import { Machine } from './commandLine';
import { inProcess } from './inProcess';

const lastPrompt = (request: RecordedRequest): string => String(request.body.messages.at(-1)?.content.at(-1)?.text);
const echo = (request: RecordedRequest): Reply => text(`heard ${lastPrompt(request)}`);
const promptsOf = (request: RecordedRequest | undefined): unknown[] =>
  (request?.body.messages ?? []).filter(({ role }) => role === 'user').map(({ content }) => content.at(-1)?.text);

/** A machine with a model, and a session on it. */
async function scene(script: (request: RecordedRequest) => Reply = echo) {
  const server = await startModelServer({ script });
  const machine = new Machine({ ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'test-key' });
  const { out, status, err } = await machine.run('sessions', 'new', '--title', 'Checkpoint Demo');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return {
    server,
    machine,
    id: out.trim(),
    async [Symbol.asyncDispose]() {
      machine[Symbol.dispose]();
      await server.close();
    },
  };
}

describe('the stories of chapter 7, section 4, in the terminal', () => {
  it('go back to a checkpoint: the request that follows carries the turns before it and not those after (4.1)', async () => {
    await using test = await scene();
    const { machine, id, server } = test;
    await machine.run('sessions', 'send', id, 'Remember: the API runs on port 8080.');
    await machine.run('sessions', 'send', id, 'The database schema is in db/schema.sql.');
    const saved = JSON.parse((await machine.run('checkpoints', 'save', id, 'before-refactor', '--json')).out);
    expect(saved).toMatchObject({ label: 'before-refactor', messageCount: 4, automatic: false });
    await machine.run('sessions', 'send', id, 'Rename all API endpoints from /api to /v2.');
    expect(await machine.run('checkpoints', 'restore', id, saved.id)).toMatchObject({ status: 0 });
    const answer = await machine.run('sessions', 'send', id, 'What port does the API run on?');
    expect(answer).toMatchObject({ status: 0, out: 'heard What port does the API run on?\n' });
    expect(promptsOf(server.requests.at(-1))).toEqual([
      'Remember: the API runs on port 8080.',
      'The database schema is in db/schema.sql.',
      'What port does the API run on?',
    ]);
  });

  it('keep two approaches from one baseline, both reachable afterwards (4.2)', async () => {
    await using test = await scene();
    const { machine, id } = test;
    const save = async (label: string) => JSON.parse((await machine.run('checkpoints', 'save', id, '--label', label, '--json')).out).id;
    await machine.run('sessions', 'send', id, 'Plan a component.');
    const baseline = await save('baseline');
    await machine.run('sessions', 'send', id, 'Write a class-based React component.');
    const a = await save('approach-a');
    await machine.run('checkpoints', 'restore', id, baseline);
    await machine.run('sessions', 'send', id, 'Write a hooks-based React component.');
    const b = await save('approach-b');
    const listed = JSON.parse((await machine.run('checkpoints', 'list', id, '--json')).out);
    expect(listed.map(({ label }: { label: string }) => label)).toEqual([
      'approach-b',
      'Before restoring “baseline”',
      'approach-a',
      'baseline',
    ]);
    for (const [checkpoint, word] of [
      [a, 'class-based'],
      [b, 'hooks-based'],
    ] as const) {
      await machine.run('checkpoints', 'restore', id, checkpoint);
      expect((await machine.run('sessions', 'show', id)).out).toContain(word);
    }
    expect(await machine.run('checkpoints', 'delete', id, baseline)).toMatchObject({ status: 0 });
    expect((await machine.run('checkpoints', 'delete', id, baseline)).status).toBe(2);
  });
});

describe('files', () => {
  it('are kept, shown, restored only when told, and brought back again', async () => {
    await using test = await scene();
    const { machine, id } = test;
    machine.write('notes.txt', 'first\n');
    machine.write('large.bin', 'x'.repeat(11 * 1024 * 1024));
    const kept = await machine.run('checkpoints', 'save', id, 'with files', '--files');
    expect(kept.err).toContain('left out, too large: large.bin');
    machine.write('notes.txt', 'second\n');
    const checkpoint = kept.out.trim();
    const refused = await machine.run('checkpoints', 'restore', id, checkpoint, '--files');
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain('notes.txt');
    const content = () => readFileSync(join(machine.workDir, 'notes.txt'), 'utf8');
    expect(content()).toBe('second\n');
    const preview = JSON.parse((await machine.run('checkpoints', 'restore', id, checkpoint, '--dry-run', '--json')).out);
    expect(preview.files.changes).toMatchObject([{ path: 'notes.txt', status: 'modified', patch: '@@ -1 +1 @@\n-second\n+first' }]);
    const restored = await machine.run('checkpoints', 'restore', id, checkpoint, '--files', '--force', '--yes', '--json');
    expect(content()).toBe('first\n');
    await machine.run('checkpoints', 'restore', id, JSON.parse(restored.out).left.id, '--files', '--yes');
    expect(content()).toBe('second\n');
    expect(existsSync(join(machine.workDir, 'large.bin'))).toBe(true);
  });
});

describe('the lifecycle', () => {
  it('is counted, closed and pruned, with limits of the command line', async () => {
    await using test = await scene();
    const { machine, id } = test;
    expect(JSON.parse((await machine.run('sessions', 'stats', '--json')).out)).toEqual({ total: 1, active: 1, idle: 0, closed: 0 });
    const idle = await machine.run('sessions', 'stats', '--json', '--idle-timeout', '1ms');
    expect(JSON.parse(idle.out)).toEqual({ total: 1, active: 0, idle: 1, closed: 0 });
    expect((await machine.run('sessions', 'close-idle', '--idle-timeout', '1ms')).out).toBe('Closed 1 session.\n');
    expect((await machine.run('sessions', 'prune', '--status', 'closed', '--older-than', '7d')).out).toBe('Deleted 0 sessions.\n');
    const dry = await machine.run('sessions', 'prune', '--status', 'closed', '--older-than', '0ms', '--dry-run', '--json');
    expect(JSON.parse(dry.out)).toMatchObject([{ id, state: 'closed' }]);
    expect((await machine.run('sessions', 'prune', '--status', 'closed', '--older-than', '0ms')).out).toBe('Deleted 1 session.\n');
    expect(JSON.parse((await machine.run('sessions', 'list', '--json')).out)).toEqual([]);
  });

  it.each([
    [['sessions', 'prune'], 'Say what to prune'],
    [['sessions', 'prune', '--older-than', ''], 'not a duration'],
    [['sessions', 'prune', '--older-than', '7x'], 'not a duration'],
    [['sessions', 'prune', '--status', 'old'], 'active, idle, closed'],
    [['sessions', 'list', '--limit', '-1'], '--limit'],
    [['sessions', 'list', '--limit', '0'], 'whole number'],
    [['sessions', 'stats', '--idle-timeout', '7'], '500ms'],
    [['sessions', 'stats', '--max-sessions', '0'], 'whole number'],
    [['sessions', 'show', 'ses_none'], 'no such session'],
    [['sessions', 'send', 'ses_none', 'x'], 'no such session'],
    [['sessions', 'send', 'ses_none'], 'Missing: TEXT'],
    [['checkpoints', 'list', 'ses_none'], 'no session ses_none'],
    [['checkpoints', 'save', 'ses_none', 'x'], 'no session ses_none'],
    [['checkpoints', 'save', 'ses_none'], 'Missing: LABEL'],
    [['checkpoints', 'restore', 'ses_none', 'cp_none'], 'no checkpoint cp_none'],
    [['checkpoints'], 'Missing: SESSION'],
  ])('refuses %j with a sentence and status 2', async (words, sentence) => {
    const { status, out, err } = await inProcess(temporaryFile(), ...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('refuses an empty message and an unknown checkpoint', async () => {
    const database = temporaryFile();
    const id = (await inProcess(database, 'sessions', 'new')).out;
    expect(await inProcess(database, 'sessions', 'send', id, ' ')).toMatchObject({
      status: 2,
      err: expect.stringContaining('Write a message'),
    });
    expect(await inProcess(database, 'checkpoints', 'restore', id, 'cp_none')).toMatchObject({
      status: 2,
      err: expect.stringContaining('cp_none'),
    });
    expect(await inProcess(database, 'checkpoints', 'save', id, '')).toMatchObject({ status: 2, err: expect.stringContaining('label') });
  });
});

describe('two terminals', () => {
  it('use one session one after the other: the second is told, and goes on once the first is killed', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    await using test = await scene((request) => (lastPrompt(request) === 'hang' ? { ...text('x'), until: never } : echo(request)));
    const { machine, id, server } = test;
    const first = machine.start('sessions', 'send', id, 'hang');
    await expect.poll(() => server.requests.length, { timeout: 10_000 }).toBe(1);
    const refused = await machine.run('sessions', 'send', id, 'me too');
    expect(refused).toMatchObject({ status: 1, out: '', err: expect.stringContaining('Another Stepgraph process') });
    first.kill('SIGKILL');
    await once(first, 'close');
    expect(await machine.run('sessions', 'send', id, 'now')).toMatchObject({ status: 0, out: 'heard now\n' });
    expect(promptsOf(server.requests.at(-1))).toEqual(['now']);
  });

  it('stop a turn with Ctrl+C, which leaves what had arrived', async () => {
    await using test = await scene(() => ({ ...text('slowly and slowly and slowly and slowly on'), pauseMs: 100 }));
    const { machine, id, server } = test;
    const child = machine.start('sessions', 'send', id, 'Go');
    await expect.poll(() => server.requests.length, { timeout: 10_000 }).toBe(1);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    const { messages } = JSON.parse((await machine.run('sessions', 'show', id, '--json')).out);
    expect(messages[0]).toMatchObject({ role: 'user' });
    expect(JSON.parse((await machine.run('sessions', 'list', '--json')).out)).toMatchObject([{ isBusy: false }]);
  });
});
