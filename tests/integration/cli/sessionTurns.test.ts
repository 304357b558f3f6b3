import { mkdirSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { unknownModel } from '../../support/modelServer/faults';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { type Script, sequence } from '../../support/modelServer/script';
import { temporaryFile, temporaryFolder } from '../store/support';
import { inProcess } from './inProcess';

afterEach(() => void vi.unstubAllEnvs());

/** A store with a session in a folder of its own, and a model that follows the script. */
async function scene(script: Script) {
  const server: ModelServer = await startModelServer({ script });
  onTestFinished(() => server.close());
  vi.stubEnv('ANTHROPIC_BASE_URL', server.url);
  vi.stubEnv('ANTHROPIC_API_KEY', 'test-key');
  const database = temporaryFile();
  const parent = realpathSync(temporaryFolder());
  const workDir = join(parent, 'work');
  mkdirSync(workDir);
  const run = (...words: string[]) => inProcess(database, ...words);
  const id = (await run('sessions', 'new', '--workdir', workDir)).out;
  const shown = async () => JSON.parse((await run('sessions', 'show', id, '--json')).out);
  return { server, run, id, shown, parent, workDir };
}

it('goes on with a turn that failed, without sending its message again', async () => {
  const { server, run, id, shown } = await scene(sequence(toolUse('glob', { pattern: '*' }), unknownModel('x'), text('Nothing there.')));
  const failed = await run('sessions', 'send', id, 'Look');
  expect(failed).toMatchObject({ status: 1, out: '' });
  expect(failed.err).toContain(`stepgraph sessions retry ${id}`);
  const retried = await run('sessions', 'retry', id, '--json');
  expect(retried.status).toBe(0);
  expect(JSON.parse(retried.out)).toMatchObject({ sessionId: id, text: 'Nothing there.', toolCalls: ['glob'] });
  const { messages } = await shown();
  expect(messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  expect(server.requests.at(-1)?.body.messages.filter(({ content }) => content.at(-1)?.text === 'Look')).toHaveLength(1);
});

it('has nothing to go on with once the last message has its answer, or before there is any', async () => {
  const { server, run, id } = await scene(sequence(text('Hello.')));
  expect(await run('sessions', 'retry', id)).toEqual({ status: 2, out: '', err: expect.stringContaining('no messages yet') });
  await run('sessions', 'send', id, 'Hi');
  expect(await run('sessions', 'retry', id)).toEqual({
    status: 2,
    out: '',
    err: expect.stringContaining('There is nothing to go on with'),
  });
  expect(await run('sessions', 'retry', 'ses_none')).toMatchObject({ status: 2, err: expect.stringContaining('no such session') });
  expect(server.requests).toHaveLength(1);
});

it('stores nothing of a message when the folder is gone, and lets the session go on where it was moved to', async () => {
  const { server, run, id, shown, parent, workDir } = await scene(sequence(text('One.'), text('Two.'), text('Three.')));
  await run('sessions', 'send', id, 'first');
  const moved = join(parent, 'moved');
  renameSync(workDir, moved);
  const refused = await run('sessions', 'send', id, 'again');
  expect(refused).toMatchObject({ status: 2, out: '', err: expect.stringContaining(`${workDir} cannot be opened`) });
  expect(refused.err).toContain('--workdir');
  expect(refused.err).not.toContain('sessions retry ses');
  expect(await shown()).toMatchObject({ messageCount: 2, settings: { workDir } });
  expect(await run('sessions', 'send', id, 'again', '--workdir', join(parent, 'nowhere'))).toMatchObject({ status: 2 });
  expect(await shown()).toMatchObject({ messageCount: 2, settings: { workDir } });

  expect(await run('sessions', 'send', id, 'again', '--workdir', moved)).toMatchObject({ status: 0, out: 'Two.' });
  expect(await run('sessions', 'send', id, 'and on')).toMatchObject({ status: 0, out: 'Three.' });
  expect(await shown()).toMatchObject({ messageCount: 6, settings: { workDir: moved } });
  expect(server.requests).toHaveLength(3);
});

it('goes on in another folder with a turn whose own is gone', async () => {
  const { run, id, shown, parent, workDir } = await scene(sequence(unknownModel('x'), text('There.')));
  await run('sessions', 'send', id, 'Look');
  const moved = join(parent, 'moved');
  renameSync(workDir, moved);
  expect(await run('sessions', 'retry', id)).toMatchObject({ status: 2, err: expect.stringContaining('cannot be opened') });
  expect(await run('sessions', 'retry', id, '--workdir', moved)).toMatchObject({ status: 0, out: 'There.' });
  expect(await shown()).toMatchObject({ messageCount: 2, settings: { workDir: moved } });
});
