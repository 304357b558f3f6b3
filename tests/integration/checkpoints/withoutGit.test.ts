import { expect, test, vi } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { hostOver } from '../sessions/hostOver';
import { temporaryFolder } from '../store/support';

test('where git is not there any more, nothing is said about files that were kept before', async () => {
  const { client, host, shared } = await hostOver();
  const { id } = await client.sessions.create({});
  await client.sessions.saveCheckpoint({ id, label: 'kept', files: true });
  await host.close();
  vi.stubEnv('PATH', temporaryFolder());
  const logged: unknown[] = [];
  const log = (...words: unknown[]) => void logged.push(words);
  const later = await createHost({ ...shared, log: { warn: log, error: log } });
  await later.close();
  vi.unstubAllEnvs();
  expect(logged).toEqual([]);
});
