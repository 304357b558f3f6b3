import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { faulty } from '../mcp/support';
import { openedStore } from '../store/support';
import { Machine } from './commandLine';

const using = (server: object) => ({ name: 'imported', steps: [{ id: 'a', prompt: 'Go', mcpServers: [server] }] });

it('starts a server that a file brings along only with --allow-mcp and the fingerprint of exactly that command', async () => {
  await using server = await startModelServer({ script: text('done') });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const mark = join(machine.folder, 'started');
  const theirs = faulty('starts others', mark, { env: { LEVEL: '9' } });
  const file = machine.write('imported.json', using(theirs));

  const refused = await machine.run('run', file);
  expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('"LEVEL": "9"') });
  const [, fingerprint = ''] = /--allow-mcp ([0-9a-f]{64})/.exec(refused.err) ?? [];
  expect({ fingerprint: fingerprint.length, isStarted: existsSync(mark), asked: server.requests.length }).toEqual({
    fingerprint: 64,
    isStarted: false,
    asked: 0,
  });

  const changed = machine.write('changed.json', using({ ...theirs, env: { LEVEL: '10' } }));
  expect(await machine.run('run', changed, '--allow-mcp', fingerprint)).toMatchObject({ status: 1 });
  expect(existsSync(mark)).toBe(false);

  expect(await machine.run('run', file, '--allow-mcp', fingerprint)).toMatchObject({ status: 0 });
  expect(existsSync(mark)).toBe(true);
  // For that command alone: nobody has agreed for good.
  expect(await machine.run('run', file)).toMatchObject({ status: 1 });
});

it('says what --allow-mcp needs', async () => {
  using machine = new Machine();
  const file = machine.write('imported.json', using(faulty('sound')));
  const { status, err } = await machine.run('run', file, '--allow-mcp', 'all');
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('the fingerprint that the refusal shows') });
});

it('lists the person’s own servers, tries them out and shows their logs', async () => {
  using machine = new Machine();
  const store = openedStore(machine.database);
  const { name, command, args } = faulty('sound');
  await store.settings.set({ mcpServers: [{ definition: { name, command, args }, isEnabled: true }] });
  await store.close();

  expect(await machine.run('servers', 'list')).toMatchObject({ status: 0, out: 'faulty: your own\n' });
  expect(await machine.run('servers', 'test', 'Faulty')).toMatchObject({
    status: 0,
    out: 'faulty__work: Works.\nfaulty__env: Shows its environment.\n',
    err: expect.stringMatching(/faulty 1\.0\.0 answered in \d+ ms and offers 2 tools/),
  });
  const log = await machine.run('servers', 'log', 'faulty');
  expect(log.out.split('\n').map((line) => line.replace(/^\S+ /, ''))).toEqual([
    expect.stringMatching(/^trial state: starting .*faultyServer\.mjs sound/),
    'trial │ the sound server says hello',
    'trial state: ready with 2 tools',
    'trial state: ended (closed)',
    '',
  ]);
  expect(JSON.parse((await machine.run('servers', 'log', 'faulty', '--json')).out)).toHaveLength(4);
  expect(await machine.run('servers', 'log', 'other')).toMatchObject({ status: 0, out: '', err: expect.stringContaining('no log') });
  expect(await machine.run('servers', 'test', 'other')).toMatchObject({ status: 2, err: expect.stringContaining('Settings') });
});

it('runs a file whose steps use the person’s own servers, and refuses those of nobody', async () => {
  await using server = await startModelServer({ script: text('done') });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const store = openedStore(machine.database);
  const { name, command, args } = faulty('sound');
  await store.settings.set({ mcpServers: [{ definition: { name, command, args }, isEnabled: true }] });
  await store.close();
  const file = (tool: string) => machine.write('own.json', { name: 'own', steps: [{ id: 'a', prompt: 'Go', allowedTools: [tool] }] });

  const { status, out, err } = await machine.run('run', file('faulty__*'));
  expect({ status, out }, err).toEqual({ status: 0, out: 'done\n' });
  expect(await machine.run('run', file('nobodys__*'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('There is no tool "nobodys__*"'),
  });
});

it('prints the whole output of a call that was too long for the model', async () => {
  await using server = await startModelServer({ script: turns(toolUse('bash', { command: 'seq 300000' }), text('done')) });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('count.json', { name: 'count', steps: [{ id: 'a', prompt: 'Count' }] });
  const ran = await machine.run('run', file, '--allow', 'bash', '--json');
  const { sessionId } = JSON.parse(ran.out).steps[0];

  const [kept] = JSON.parse((await machine.run('sessions', 'output', sessionId, '--json')).out);
  expect(kept).toEqual({ callId: expect.any(String), characters: 1_988_895, lines: 300_000, isCut: false });
  const numbers = Array.from({ length: 300_000 }, (_, index) => `${index + 1}\n`).join('');
  const { status, out } = await machine.run('sessions', 'output', sessionId, kept.callId);
  expect({ status, isWhole: out === numbers }).toEqual({ status: 0, isWhole: true });
  const shown = await machine.run('sessions', 'show', sessionId);
  expect(shown.out).toContain(`[cut: 300000 lines, CALL ${kept.callId}]`);
  expect(await machine.run('sessions', 'output', sessionId, 'other')).toMatchObject({
    status: 2,
    err: expect.stringContaining(kept.callId),
  });
});
