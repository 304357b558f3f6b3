import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { damage } from '../../support/damage';
import { recordingLog } from '../store/support';
import { hostOver } from './hostOver';

/** A session with three checkpoints, one after the other: the second is damaged. */
async function withDamagedCheckpoint() {
  const opened = await hostOver();
  const { client } = opened;
  const { id } = await client.sessions.create({});
  const save = async (label: string) => (await client.sessions.saveCheckpoint({ id, label })).id;
  const [first, damagedId, last] = [await save('first'), await save('second'), await save('last')];
  damage(opened.shared.database, "UPDATE checkpoints SET settings = '{' WHERE id = ?", damagedId);
  return { ...opened, id, first, damagedId, last };
}

test('a damaged checkpoint is named beside the others, and going there is refused', async () => {
  const { client, id, first, damagedId, last } = await withDamagedCheckpoint();
  expect((await client.sessions.checkpoints({ id })).map((checkpoint) => checkpoint.id)).toEqual([first, last]);
  expect(await client.sessions.damagedCheckpoints({ id })).toEqual([{ id: damagedId, label: 'second' }]);
  const refused = { code: 'STORE_FAILED', message: expect.stringContaining('is damaged') };
  await expect(client.sessions.restoreCheckpoint({ id, checkpointId: damagedId })).rejects.toMatchObject(refused);
});

test('it can be deleted, and that be taken back', async () => {
  const { client, id, first, damagedId } = await withDamagedCheckpoint();
  const { deletion } = await client.sessions.deleteCheckpoint({ id, checkpointId: damagedId });
  expect(await client.sessions.damagedCheckpoints({ id })).toEqual([]);
  expect((await client.sessions.checkpoints({ id })).map(({ parentId }) => parentId)).toEqual([null, first]);
  await client.sessions.undeleteCheckpoint({ deletion });
  expect(await client.sessions.damagedCheckpoints({ id })).toEqual([{ id: damagedId, label: 'second' }]);
});

test('it can only be deleted from its own session', async () => {
  const { client, damagedId } = await withDamagedCheckpoint();
  const { id } = await client.sessions.create({});
  await expect(client.sessions.deleteCheckpoint({ id, checkpointId: damagedId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('nothing is said of one whose files cannot be read when a host ends: its list names it', async () => {
  const log = recordingLog();
  const opened = await hostOver(undefined, { log });
  const { id } = await opened.client.sessions.create({});
  const saved = await opened.client.sessions.saveCheckpoint({ id, label: 'with files', files: true });
  damage(opened.shared.database, "UPDATE checkpoints SET files = x'010203' WHERE id = ?", saved.id);
  await opened.host.close();
  expect(log.messages).toEqual([]);
  const again = await createHost({ ...opened.shared, log });
  onTestFinished(() => again.close());
  expect(again.services.sessions.damagedCheckpoints(id)).toEqual([{ id: saved.id, label: 'with files' }]);
});
