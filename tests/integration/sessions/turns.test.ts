import { copyFileSync, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { INTERRUPTED_CALL } from '../../../electron/sessions/toolCalls';
import { damage } from '../../support/damage';
import { message, text, textBlock, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { openedStore, temporaryFile } from '../store/support';
import { folder, settingsFor } from '../tools/support';
import { conversationOf, resultsIn, serverFor, sessionsOver } from './support';

/** The copied store says that this process uses it, which lives on; the one that it stands for does not. */
const forgetOwners = (file: string) => damage(file, 'DELETE FROM owners');

describe('a session over the real store, model client and tools', () => {
  it('reads files and answers', async () => {
    const store = openedStore();
    const server = await serverFor(turns(toolUse('Read', { file_path: 'version.txt' }), text('It is 1.2.3.')));
    const sessions = sessionsOver(store, server);
    const workDir = await folder({ 'version.txt': '1.2.3' });
    const { id } = await sessions.create({ title: 'Version', settings: settingsFor(workDir) });
    const outcome = await sessions.send(id, 'Which version?');
    expect(outcome).toMatchObject({ text: 'It is 1.2.3.', toolCalls: ['read'], costUsd: 0.5 });
    expect(resultsIn(conversationOf(store, id))).toEqual([{ name: 'read', content: '1.2.3', isError: false }]);
    expect(store.sessions.get(id)).toMatchObject({ messageCount: 4, costUsd: 0.5, usage: outcome.usage });
  });

  it('denies writes and commands with nobody to ask, and tells the model', async () => {
    const store = openedStore();
    const server = await serverFor(
      turns(
        message([toolUseBlock('write', { file_path: 'x', content: '' }), toolUseBlock('bash', { command: 'touch y' })]),
        text('I could not.'),
      ),
    );
    const sessions = sessionsOver(store, server);
    const workDir = await folder();
    const { id } = await sessions.create({ title: 'Write', settings: settingsFor(workDir) });
    await sessions.send(id, 'Write x');
    expect([existsSync(path.join(workDir, 'x')), existsSync(path.join(workDir, 'y'))]).toEqual([false, false]);
    expect(server.requests[1]?.body.messages.at(-1)?.content).toEqual([
      expect.objectContaining({ is_error: true, content: expect.stringContaining('nobody is there to give it') }),
      expect.objectContaining({ is_error: true, content: expect.stringContaining('nobody is there to give it') }),
    ]);
  });

  it('keeps 100 sends at once in order', async () => {
    const store = openedStore();
    const sessions = sessionsOver(store, await serverFor(text('ok')));
    const { id } = await sessions.create({ title: 'Many', settings: settingsFor(await folder(), { mode: 'single' }) });
    const prompts = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    await Promise.all(prompts.map((prompt) => sessions.send(id, prompt)));
    expect(conversationOf(store, id).map(({ content }) => textOf(content))).toEqual(prompts.flatMap((prompt) => [prompt, 'ok']));
  });

  it('stopped in a command ends it within 2 s and leaves a conversation that can go on', async () => {
    const store = openedStore();
    const server = await serverFor(turns(toolUse('bash', { command: 'echo $$ > pid; sleep 60' }), text('Never mind.')));
    const sessions = sessionsOver(store, server);
    const workDir = await folder();
    const { id } = await sessions.create({ title: 'Sleep', settings: settingsFor(workDir, { permissionMode: 'bypassPermissions' }) });
    const stop = new AbortController();
    let stoppedAt = 0;
    const turn = sessions.send(id, 'Sleep', {
      signal: stop.signal,
      observer: {
        async report({ type }) {
          if (type !== 'permission') return;
          const pidFile = path.join(workDir, 'pid');
          const watch = setInterval(() => {
            if (!existsSync(pidFile)) return;
            clearInterval(watch);
            stoppedAt = performance.now();
            stop.abort();
          }, 5);
        },
      },
    });
    await expect(turn).rejects.toMatchObject({ code: 'ABORTED' });
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    const pid = (await readFile(path.join(workDir, 'pid'), 'utf8')).trim();
    expect(existsSync(`/proc/${pid}/cwd`)).toBe(false);
    expect(resultsIn(conversationOf(store, id))).toEqual([{ name: 'bash', content: INTERRUPTED_CALL, isError: true }]);
    expect(await sessions.send(id, 'Stop that')).toMatchObject({ text: 'Never mind.' });
  });

  it('ends alike wherever its process was killed, and repeats no call that changes something', async () => {
    const file = temporaryFile();
    const store = openedStore(file);
    const server = await serverFor(
      turns(
        message([textBlock('Looking.'), toolUseBlock('read', { file_path: 'a' }), toolUseBlock('glob', { pattern: '*' })]),
        message([toolUseBlock('bash', { command: 'echo run >> log' }), toolUseBlock('read', { file_path: 'a' })]),
        text('All done.'),
      ),
    );
    const workDir = await folder({ a: 'A' });
    const settings = settingsFor(workDir, { permissionMode: 'bypassPermissions' });
    const sessions = sessionsOver(store, server);
    const { id } = await sessions.create({ title: 'Killed', settings });
    const copies: { readonly file: string; readonly at: string }[] = [];
    const undisturbed = await sessions.send(id, 'Go', {
      observer: {
        async report({ type }) {
          const copy = temporaryFile();
          // What a process that dies here leaves on disk.
          for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
          copies.push({ file: copy, at: `${copies.length} ${type}` });
        },
      },
    });
    expect(copies.length).toBeGreaterThan(12);
    const commandsRun = async () => (await readFile(path.join(workDir, 'log'), 'utf8')).split('run').length - 1;
    for (const copy of copies) {
      forgetOwners(copy.file);
      const reopened = openedStore(copy.file);
      const before = await commandsRun();
      const wasCalled = conversationOf(reopened, id).some((stored) => stored.content.some(({ name }) => name === 'bash'));
      const outcome = await sessionsOver(reopened, server).continueTurn(id);
      expect(outcome, copy.at).toEqual(undisturbed);
      expect(await commandsRun(), copy.at).toBe(before + (wasCalled ? 0 : 1));
      const calls = resultsIn(conversationOf(reopened, id));
      expect(calls.map(({ name }) => name).sort(), copy.at).toEqual(['bash', 'glob', 'read', 'read']);
    }
  });

  it('finds its checkpoints again after a restart', async () => {
    const file = temporaryFile();
    const server = await serverFor(text('ok'));
    const first = openedStore(file);
    const sessions = sessionsOver(first, server);
    const { id } = await sessions.create({ title: 'Checkpoints', settings: settingsFor(await folder(), { mode: 'single' }) });
    await sessions.send(id, 'The port is 8080.');
    const { id: checkpoint } = await sessions.checkpoints.save(id, 'before-refactor');
    await sessions.send(id, 'Rename all endpoints.');
    await first.close();

    const second = openedStore(file);
    const reopened = sessionsOver(second, server);
    await reopened.checkpoints.restore(id, checkpoint);
    await reopened.send(id, 'Which port?');
    expect(server.requests.at(-1)?.body.messages.map(({ content }) => content[0]?.text)).toEqual([
      'The port is 8080.',
      'ok',
      'Which port?',
    ]);
    expect(reopened.checkpoints.list(id).map(({ label, automatic }) => [label, automatic])).toEqual([
      ['before-refactor', false],
      ['Before restoring “before-refactor”', true],
    ]);
  });
});
