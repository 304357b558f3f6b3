import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { damage } from '../../support/damage';
import { sampleMessage, sampleSession } from '../store/samples';
import { openedStore, temporaryFile, temporaryFolder } from '../store/support';
import { inProcess } from './inProcess';

it('lists in pages, and says how many more there are', async () => {
  const database = temporaryFile();
  const { sessions, close } = openedStore(database);
  for (const number of [1, 2, 3, 4, 5]) {
    await sessions.create({ ...sampleSession(`ses_${number}`), lastActiveAt: `2026-01-0${number}T00:00:00.000Z` });
  }
  await close();
  const listed = async (...words: string[]) => {
    const { status, out, err } = await inProcess(database, 'sessions', 'list', '--json', ...words);
    return { status, ids: JSON.parse(out).map(({ id }: { id: string }) => id), err };
  };
  expect(await listed('--limit', '2')).toEqual({
    status: 0,
    ids: ['ses_5', 'ses_4'],
    err: 'Listed: 1 to 2 of 5. There are 3 more: --offset 2 goes on.',
  });
  expect(await listed('--limit', '2', '--offset', '2')).toMatchObject({
    ids: ['ses_3', 'ses_2'],
    err: 'Listed: 3 to 4 of 5. There is 1 more: --offset 4 goes on.',
  });
  expect(await listed('--offset', '4')).toEqual({ status: 0, ids: ['ses_1'], err: 'Listed: 5 of 5.' });
  expect(await listed('--offset', '9')).toEqual({ status: 0, ids: [], err: 'There are only 5.' });
  expect((await inProcess(database, 'sessions', 'list', '--offset', '-1')).status).toBe(2);
});

it('names a damaged session in its list and says what can be done, which can be done', async () => {
  const database = temporaryFile();
  const store = openedStore(database);
  for (const number of [1, 2, 3]) {
    await store.sessions.create({ ...sampleSession(`ses_${number}`), lastActiveAt: `2026-01-0${number}T00:00:00.000Z` });
  }
  await store.close();
  damage(database, "UPDATE sessions SET settings = '{' WHERE id = 'ses_2'");
  const damaged = 'Session ses_2 is damaged and cannot be shown. If you do not need it: stepgraph sessions delete ses_2';
  const listed = await inProcess(database, 'sessions', 'list');
  expect(listed).toMatchObject({ status: 0, err: damaged });
  expect(listed.out).toMatch(/ses_3[\s\S]*ses_1/);
  const part = await inProcess(database, 'sessions', 'list', '--limit', '2', '--json');
  expect(JSON.parse(part.out)).toMatchObject([{ id: 'ses_3' }]);
  expect(part.err).toBe(`${damaged}\nListed: 1 to 2 of 3. There is 1 more: --offset 2 goes on.`);
  expect(await inProcess(database, 'sessions', 'show', 'ses_2')).toMatchObject({ status: 1, err: expect.stringContaining('damaged') });
  const dry = await inProcess(database, 'sessions', 'prune', '--older-than', '0ms', '--dry-run');
  expect(dry).toMatchObject({
    status: 0,
    err: 'Session ses_2 is damaged and cannot be shown. It would be deleted, too.\n3 sessions would be deleted.',
  });
  expect(await inProcess(database, 'sessions', 'delete', 'ses_2')).toEqual({ status: 0, out: '', err: 'Deleted ses_2.' });
  expect(await inProcess(database, 'sessions', 'list')).toMatchObject({ status: 0, err: '' });
  expect(await inProcess(database, 'sessions', 'delete', 'ses_2')).toMatchObject({ status: 2, err: expect.stringContaining('ses_2') });
});

it('names a damaged checkpoint in their list and says what can be done, which can be done', async () => {
  const database = temporaryFile();
  const run = (...words: string[]) => inProcess(database, ...words);
  const id = (await run('sessions', 'new')).out;
  const saved = (await run('checkpoints', 'save', id, 'before the move')).out;
  damage(database, "UPDATE checkpoints SET settings = '{' WHERE id = ?", saved);
  const sentence = `Checkpoint ${saved} (before the move) is damaged and cannot be restored. If you do not need it: stepgraph checkpoints delete ${id} ${saved}`;
  expect(await run('checkpoints', 'list', id)).toEqual({ status: 0, out: '', err: sentence });
  expect(await run('checkpoints', 'list', id, '--json')).toEqual({ status: 0, out: '[]', err: sentence });
  const whole = (await run('checkpoints', 'save', id, 'whole')).out;
  expect(await run('checkpoints', 'list', id)).toEqual({ status: 0, out: expect.stringContaining(whole), err: sentence });
  expect(await run('checkpoints', 'restore', id, saved)).toMatchObject({ status: 1, err: expect.stringContaining('is damaged') });
  expect(await run('checkpoints', 'delete', id, saved)).toEqual({ status: 0, out: '', err: `Deleted ${saved}.` });
  expect(await run('checkpoints', 'delete', id, saved)).toMatchObject({ status: 2, err: expect.stringContaining(saved) });
  expect(await run('checkpoints', 'list', id)).toMatchObject({ status: 0, err: '' });
});

it('speaks of one session and of one file as of one', async () => {
  const database = temporaryFile();
  const workDir = temporaryFolder();
  writeFileSync(join(workDir, 'notes.txt'), 'first\n');
  const id = (await inProcess(database, 'sessions', 'new', '--workdir', workDir)).out;
  expect((await inProcess(database, 'sessions', 'stats')).out).toBe('1 session: 1 active, 0 idle, 0 closed');
  expect((await inProcess(database, 'sessions', 'list', '--offset', '4')).err).toBe('There is only 1.');
  expect((await inProcess(database, 'checkpoints', 'save', id, 'x', '--files')).err).toBe(`1 file of ${workDir} is kept with it.`);
  expect((await inProcess(database, 'checkpoints', 'list', id)).out).toContain(' 1 file ');
  expect((await inProcess(database, 'sessions', 'prune', '--older-than', '0ms', '--dry-run')).err).toBe('1 session would be deleted.');
});

it('shows with each call what was decided about it, and what was decided about anything else', async () => {
  const database = temporaryFile();
  const { sessions, close } = openedStore(database);
  await sessions.create(sampleSession('ses_1'));
  const at = '2026-01-01T00:00:00.000Z';
  await sessions.addDecision('ses_1', { callId: 'start_server_files', state: 'denied', reason: 'the person said no', at });
  await sessions.addDecision('ses_1', { callId: 'c1', state: 'asked', reason: 'it\u001b[2J writes', at });
  await sessions.addDecision('ses_1', { callId: 'c1', state: 'allowed', reason: 'the person allowed it once', reply: 'Go on.', at });
  const content = [{ type: 'tool_result', tool_use_id: 'c1', content: 'written' }];
  await sessions.append(sampleMessage('msg_1', 'ses_1', null, { content }), null);
  await close();
  const { status, out, err } = await inProcess(database, 'sessions', 'show', 'ses_1');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(/· Asked: it\S* writes\n· Allowed: the person allowed it once\n· Reply: Go on\.\n← written\n/);
  expect(out).not.toContain('\u001b');
  expect(out).toContain('[without a result]\n→ start_server_files\n· Denied: the person said no');
  const shown = JSON.parse((await inProcess(database, 'sessions', 'show', 'ses_1', '--json')).out);
  expect(shown.decisions.map(({ messageId }: { messageId: string | null }) => messageId)).toEqual([null, 'msg_1']);
  expect(shown.messages[0].decision).toMatchObject({ state: 'allowed', reply: 'Go on.' });
});
