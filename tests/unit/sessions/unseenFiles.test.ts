import { expect, it } from 'vitest';
import { NO_FILES } from '../../../electron/sessions/noFiles';
import { createPoints } from '../../../electron/sessions/points';
import { AppError } from '../../../shared/lib/appError';
import { memoryStore } from './support/memoryStore';
import { session } from './support/scene';

const files = { tree: 'tree', workDir: '/work', fileCount: 1, bytes: 1, leftOut: [] };

/** What a preview says of files that cannot be looked at for this reason, and what is logged of it. */
async function previewFailing(reason: Error) {
  const store = memoryStore();
  const { id, settings } = session('a');
  await store.create(session('a'));
  const createdAt = '2026-01-01T00:00:00.000Z';
  const point = { messageId: null, messageCount: 0, parentId: null, automatic: false, createdAt, settings };
  await store.saveCheckpoint({ id: 'cp_1', sessionId: id, label: 'base', ...point, files });
  const logged: unknown[] = [];
  const log = { warn() {}, error: (_: string, error?: unknown) => void logged.push(error) };
  const prepare = () => Promise.reject(reason);
  const points = createPoints({ store, files: { ...NO_FILES, prepare }, log, settle: async () => {} });
  return { ...(await points.preview(id, 'cp_1')), logged };
}

it('a preview tells why files cannot be looked at, in the words for it', async () => {
  const preview = await previewFailing(new AppError('NOT_FOUND', 'Install git.'));
  expect(preview).toMatchObject({ leftCount: 0, files: null, filesFailure: 'Install git.', logged: [] });
});

it('a preview comes though looking at the files fails as nobody expects; that is logged whole', async () => {
  const reason = new Error('EIO: with a path that is nobody’s business');
  const preview = await previewFailing(reason);
  expect(preview).toMatchObject({ leftCount: 0, files: null, logged: [reason] });
  expect(preview.filesFailure).toBe('Something went wrong in /work. The host’s log says what.');
});
