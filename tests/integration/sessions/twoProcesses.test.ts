import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import type { SessionManager } from '../../../electron/sessions/sessionManager';
import { isAppError } from '../../../shared/lib/appError';
import { text } from '../../support/modelServer/reply';
import { sampleMessage, sampleSession } from '../store/samples';
import { openedStore, temporaryFile } from '../store/support';
import { hostOver } from './hostOver';

/** Sends until the other process lets it. */
async function insist(sessions: SessionManager, id: string, words: string): Promise<void> {
  for (;;) {
    try {
      await sessions.send(id, words);
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'BUSY') throw error;
      await new Promise(setImmediate);
    }
  }
}

describe('two openings of one store', () => {
  it('never mix their turns in one session: who comes second hears BUSY, and no message is lost', async () => {
    const { host, client, shared } = await hostOver();
    const other = await createHost(shared);
    try {
      const { id } = await client.sessions.create({});
      const texts = (name: string) => Array.from({ length: 15 }, (_, index) => `${name} ${index}`);
      await Promise.all([
        ...texts('a').map((words) => insist(host.sessions, id, words)),
        ...texts('b').map((words) => insist(other.sessions, id, words)),
      ]);
      const conversation = await client.sessions.conversation({ id });
      const prompts = conversation.flatMap(({ role, content }) => (role === 'user' ? [String(content[0]?.text)] : []));
      expect(prompts.toSorted()).toEqual([...texts('a'), ...texts('b')].toSorted());
      expect(conversation.map(({ role }) => role)).toEqual(prompts.flatMap(() => ['user', 'assistant']));
    } finally {
      await other.close();
    }
  });

  it('see each other at work: busy, active, not to be pruned, deleted or restored', async () => {
    const { client, shared } = await hostOver({ ...text('slowly and slowly and slowly on'), pauseMs: 30 });
    const other = await createHost(shared);
    try {
      const { id } = await client.sessions.create({});
      const { id: checkpointId } = await client.sessions.saveCheckpoint({ id, label: 'start' });
      for await (const item of client.sessions.send({ id, text: 'Go' })) if (item.type === 'text') break;
      const busy = { code: 'BUSY', message: expect.stringContaining('Another Stepgraph process') };
      await expect(other.sessions.send(id, 'me too')).rejects.toMatchObject(busy);
      await expect(other.sessions.checkpoints.restore(id, checkpointId)).rejects.toMatchObject(busy);
      await expect(other.sessions.delete([id])).rejects.toMatchObject(busy);
      expect(await other.sessions.prune({ olderThan: '0ms' })).toBe(0);
      expect(other.services.sessions.get(id)).toMatchObject({ isBusy: true, state: 'active' });
      await client.sessions.stop({ id });
      await other.sessions.checkpoints.restore(id, checkpointId);
    } finally {
      await other.close();
    }
  });
});

describe('a process that was taken for dead', () => {
  it('can add nothing to a session that another one took over meanwhile', async () => {
    const file = temporaryFile();
    const [slow, quick] = [openedStore(file), openedStore(file)];
    await slow.sessions.create(sampleSession('ses_1'));
    await slow.sessions.claim('ses_1', '2026-01-01T00:00:00.000Z');
    const first = sampleMessage('msg_1', 'ses_1', null);
    await slow.sessions.append(first, null);
    await expect(quick.sessions.claim('ses_1', '2026-01-01T00:00:01.000Z')).rejects.toMatchObject({ code: 'BUSY' });
    // As if its process had stood still for so long that it counted as gone.
    const db = new Database(file);
    db.prepare('DELETE FROM owners WHERE id = (SELECT owner FROM sessions)').run();
    db.close();
    await quick.sessions.claim('ses_1', '2026-01-01T00:00:02.000Z');
    await quick.sessions.append(sampleMessage('msg_2', 'ses_1', first), null);
    await expect(slow.sessions.append(sampleMessage('msg_3', 'ses_1', first), null)).rejects.toMatchObject({ code: 'BUSY' });
    await quick.sessions.release('ses_1', '2026-01-01T00:00:03.000Z');
    await expect(slow.sessions.append(sampleMessage('msg_3', 'ses_1', first), null)).rejects.toMatchObject({ code: 'BUSY' });
    await slow.sessions.release('ses_1', '2026-01-01T00:00:04.000Z');
    expect(slow.sessions.get('ses_1')).toMatchObject({ headId: 'msg_2', lastActiveAt: '2026-01-01T00:00:03.000Z' });
  });
});
