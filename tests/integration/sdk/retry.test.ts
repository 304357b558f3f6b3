import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unknownModel } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { sequence } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

it('goes on with a turn that failed: no prompt is added and no call made again', async () => {
  await using test = await startTestSdk(sequence(toolUse('glob', { pattern: '*' }), unknownModel('x'), unknownModel('x'), text('Done.')));
  const session = await test.sdk.createSession();
  await expect(session.send('Look')).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
  await expect(session.retry()).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
  const seen: string[] = [];
  const reply = await session.retry({ onEvent: ({ type }) => seen.push(type) });
  expect(reply).toMatchObject({ sessionId: session.id, text: 'Done.', toolCalls: ['glob'] });
  expect(seen).toEqual(['text', 'usage']);
  expect(session.messages().map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
});

it('goes on in another process with a turn that was stopped', async () => {
  await using test = await startTestSdk(sequence({ ...text('slowly, slowly, slowly'), pauseMs: 20 }, text('Whole.')));
  const made = await test.sdk.createSession();
  for await (const event of made.stream('Go')) if (event.type === 'text') break;
  await test.sdk.close();
  const session = await (await test.open()).resumeSession(made.id);
  expect(await session.retry()).toMatchObject({ text: 'Whole.' });
  expect(session.messages().map(({ role }) => role)).toEqual(['user', 'assistant']);
});

it('refuses where there is nothing to go on with, and waits for a turn that is under way', async () => {
  await using test = await startTestSdk({ ...text('slowly, slowly'), pauseMs: 10 });
  const session = await test.sdk.createSession();
  await expect(session.retry()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('no messages yet') });
  const sent = session.send('Go');
  expect(await session.retry()).toMatchObject({ text: (await sent).text });
  await expect(session.retry()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('nothing to go on with') });
  expect(test.server.requests).toHaveLength(1);
});

it('stores nothing of a prompt whose folder is gone, and works where the session was moved to from then on', async () => {
  await using test = await startTestSdk(text('Here.'));
  const [workDir, moved] = [join(test.workDir, 'work'), join(test.workDir, 'moved')];
  mkdirSync(workDir);
  const session = await test.sdk.createSession({ workDir });
  renameSync(workDir, moved);
  await expect(session.send('Go')).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(workDir) });
  await expect(session.send('Go', { workDir: join(test.workDir, 'none') })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect([session.messages(), session.settings.workDir]).toEqual([[], workDir]);
  expect(await session.send('Go', { workDir: moved })).toMatchObject({ text: 'Here.' });
  expect(await session.send('Again')).toMatchObject({ text: 'Here.' });
  expect([session.messages().length, session.settings.workDir]).toEqual([4, moved]);
});
