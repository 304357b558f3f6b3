import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';
import { read, write } from '../snapshots/support';

async function sessionWithFiles() {
  const test = await startTestSdk(text('done'));
  const folder = join(test.workDir, 'work');
  write(folder, { a: '1', b: '1' });
  const session = await test.sdk.createSession({ workDir: folder });
  const { id } = await session.saveCheckpoint('base', { files: true });
  return { test, folder, session, id };
}

it('a library that was shown what a restore does is held to it; with force alone it overwrites whatever changed', async () => {
  const { test, folder, session, id } = await sessionWithFiles();
  await using _ = test;
  write(folder, { a: '2' });
  const { files } = await session.previewRestore(id);
  const shown = files?.id ?? '';
  write(folder, { b: '2' });
  await expect(session.restoreCheckpoint(id, { files: true, force: true, shown })).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { changedSince: ['a', 'b'] },
  });
  expect(read(folder)).toEqual({ a: '2', b: '2' });
  await session.restoreCheckpoint(id, { files: true, force: true });
  expect(read(folder)).toEqual({ a: '1', b: '1' });
});

it('a preview tells the rest where files cannot be looked at, which restoring brings back without them', async () => {
  const { test, folder, session, id } = await sessionWithFiles();
  await using _ = test;
  await session.send('Hello');
  renameSync(folder, `${folder}-moved`);
  expect(await session.previewRestore(id)).toMatchObject({ leftCount: 2, files: null, filesFailure: expect.stringContaining(folder) });
  await expect(session.restoreCheckpoint(id, { files: true, force: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await session.restoreCheckpoint(id);
  expect(session.messages()).toEqual([]);
});
