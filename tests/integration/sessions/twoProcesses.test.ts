import { describe, expect, it, vi } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import type { SessionManager } from '../../../electron/sessions/sessionManager';
import { isAppError } from '../../../shared/lib/appError';
import { damage } from '../../support/damage';
import { text } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { sampleMessage, sampleSession } from '../store/samples';
import { openedStore, temporaryFile } from '../store/support';
import { hostOver } from './hostOver';

const settingsIn = ({ workDir }: { readonly workDir?: string | undefined }) =>
  ({
    model: 'm',
    systemPrompt: '',
    mode: 'react',
    workDir: workDir ?? '',
    permissionMode: 'default',
    maxTurns: 5,
    provider: 'anthropic',
  }) as const;

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

  it('leave alone the sessions whose turns wait for a place in the other', async () => {
    const gate = Promise.withResolvers<void>();
    const script = byPrompt(['slow', { ...text('Done.'), until: gate.promise }], [/./, text('Heard.')]);
    const { host, shared } = await hostOver(script, { sessionManager: { maxConcurrentActive: 1 } });
    const other = await createHost(shared);
    try {
      const [first, second] = await Promise.all(
        ['first', 'second'].map((title) => host.sessions.create({ title, settings: settingsIn(shared) })),
      );
      const turns = [first, second].map((session, index) => host.sessions.send(session?.id ?? '', index === 0 ? 'slow' : 'waits'));
      const id = second?.id ?? '';
      await vi.waitFor(() => expect(other.services.sessions.get(id)).toMatchObject({ isBusy: true }));
      expect(await other.sessions.prune({ olderThan: '0ms' })).toBe(0);
      await expect(other.sessions.delete([id])).rejects.toMatchObject({ code: 'BUSY' });
      gate.resolve();
      expect((await Promise.all(turns)).map((turn) => turn.text)).toEqual(['Done.', 'Heard.']);
      expect(other.services.sessions.get(id)).toMatchObject({ isBusy: false });
      expect(await other.sessions.prune({ olderThan: '0ms' })).toBe(2);
    } finally {
      await other.close();
    }
  });

  it('leave alone the sessions of a run that goes on in the other, also where no turn runs at this moment', async () => {
    const gate = Promise.withResolvers<void>();
    const script = byPrompt(['slow', { ...text('Done.'), until: gate.promise }], [/./, text('Heard.')]);
    const { client, shared } = await hostOver(script);
    const other = await createHost(shared);
    try {
      const steps = [
        { id: 'quick', prompt: 'quick' },
        { id: 'slow', prompt: 'slow', dependsOn: ['quick'] },
      ];
      const { runId } = await client.runs.start({ definition: { name: 'r', steps } });
      const quick = () => other.store.sessions.list({ runId }).find(({ metadata }) => metadata.stepId === 'quick')?.id ?? '';
      await vi.waitFor(() => expect(other.store.sessions.list({ runId })).toHaveLength(2));
      await vi.waitFor(() => expect(other.services.sessions.get(quick())).toMatchObject({ isBusy: false }));
      expect(await other.sessions.prune({ olderThan: '0ms' })).toBe(0);
      await expect(other.sessions.delete([quick()])).rejects.toMatchObject({ code: 'BUSY', message: expect.stringContaining(runId) });
      gate.resolve();
      for await (const _ of client.runs.events({ runId }));
      await vi.waitFor(async () => expect(await other.sessions.prune({ olderThan: '0ms' })).toBe(2));
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
    damage(file, 'DELETE FROM owners WHERE id = (SELECT owner FROM sessions)');
    await quick.sessions.claim('ses_1', '2026-01-01T00:00:02.000Z');
    await quick.sessions.append(sampleMessage('msg_2', 'ses_1', first), null);
    await expect(slow.sessions.append(sampleMessage('msg_3', 'ses_1', first), null)).rejects.toMatchObject({ code: 'BUSY' });
    await quick.sessions.release('ses_1', '2026-01-01T00:00:03.000Z');
    await expect(slow.sessions.append(sampleMessage('msg_3', 'ses_1', first), null)).rejects.toMatchObject({ code: 'BUSY' });
    await slow.sessions.release('ses_1', '2026-01-01T00:00:04.000Z');
    expect(slow.sessions.get('ses_1')).toMatchObject({ headId: 'msg_2', lastActiveAt: '2026-01-01T00:00:03.000Z' });
  });
});
