import { expect, it } from 'vitest';
import { hostOver } from '../sessions/hostOver';
import { read, write } from '../snapshots/support';

it('a restore that fails puts the files back and leaves no checkpoint behind', async () => {
  const { client, workDir } = await hostOver();
  write(workDir, { '.gitignore': '*.log\n', 'a.txt': '1', place: 'a file' });
  const { id } = await client.sessions.create({});
  const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
  // Of the folder that stands in its place now, all but the ignored file goes.
  write(workDir, { place: null });
  const changed = { '.gitignore': '*.log\n', 'a.txt': '2', 'place/x': 'x', 'place/y.log': 'y' };
  write(workDir, changed);
  const restored = client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true, force: true });
  await expect(restored).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Nothing was restored') });
  expect(read(workDir)).toEqual(changed);
  expect((await client.sessions.checkpoints({ id })).map(({ label }) => label)).toEqual(['base']);
});
