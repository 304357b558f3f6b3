import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { read, temporaryFolder, write } from '../snapshots/support';
import { openSessions } from './openSessions';

const SETTINGS = { systemPrompt: '', mode: 'react', permissionMode: 'default', maxTurns: 5, provider: 'rehearsal', model: 'm' } as const;

/** A process that has been open all the time, beside which another died in the midst of restoring `base`: one file of two is as it was. */
async function afterDeathInRestore() {
  const [folder, workDir] = [temporaryFolder(), temporaryFolder()];
  const database = path.join(folder, 'stepgraph.db');
  const open = await openSessions(database);
  onTestFinished(() => open.close());
  const { sessions, store } = open;
  const session = await sessions.create({ title: 'Half', settings: { ...SETTINGS, workDir } });
  const { id } = session;
  await sessions.send(id, 'one');
  write(workDir, { a: 'old', b: 'old', 'secret/c': 'old' });
  chmodSync(path.join(workDir, 'secret'), 0o700);
  const base = await sessions.checkpoints.save(id, 'base', { files: true });
  await sessions.send(id, 'two');
  write(workDir, { a: 'new', b: 'new', secret: null });

  const dying = await openSessions(database);
  const { steps, before } = await dying.files.prepare(base.files ?? expect.fail(), undefined);
  const { headId: fromHeadId, settings, messageCount } = dying.sessions.resume(id);
  const left = { ...base, id: 'cp_left', label: 'left', automatic: true, messageId: fromHeadId, messageCount, files: before };
  const move = { headId: base.messageId, settings, checkpointId: base.id };
  await dying.store.sessions.beginFileRestore({ id: 'req_1', sessionId: id, workDir, steps, move, fromHeadId }, left);
  await dying.files.carryOut(workDir, steps.slice(0, 1));
  await dying.close();
  expect(read(workDir)).toEqual({ a: 'old', b: 'new' });

  const said = () => store.sessions.conversation(sessions.resume(id).headId).map(({ content }) => textOf(content));
  const restores = () => {
    const db = new Database(database, { readonly: true });
    const rows = db.prepare('SELECT id FROM file_restores').all();
    db.close();
    return rows;
  };
  return { ...open, id, workDir, database, base, said, restores };
}

describe('a restore of files whose process died', () => {
  it('is ended before the next turn of its session, in a process that was open all the time', async () => {
    const { sessions, id, workDir, said, restores } = await afterDeathInRestore();
    await sessions.send(id, 'three');
    expect(read(workDir)).toEqual({ a: 'old', b: 'old', 'secret/c': 'old' });
    expect(said()).toEqual(['one', 'Yes.', 'three', 'Yes.']);
    expect(restores()).toEqual([]);
    expect(statSync(path.join(workDir, 'secret')).mode & 0o777).toBe(0o700);
  });

  it('is ended before another session works in the folder, also by several at once', async () => {
    const { sessions, id, workDir, said, restores } = await afterDeathInRestore();
    const others = await Promise.all([1, 2, 3].map((n) => sessions.create({ title: `${n}`, settings: { ...SETTINGS, workDir } })));
    await Promise.all([...others.map((other) => sessions.send(other.id, 'Go')), sessions.send(id, 'three')]);
    expect(read(workDir)).toEqual({ a: 'old', b: 'old', 'secret/c': 'old' });
    expect(said()).toEqual(['one', 'Yes.', 'three', 'Yes.']);
    expect(restores()).toEqual([]);
  });

  it('is ended before files are kept or a restore is shown', async () => {
    const saving = await afterDeathInRestore();
    const saved = await saving.sessions.checkpoints.save(saving.id, 'now', { files: true });
    expect(saved).toMatchObject({ messageId: saving.base.messageId, files: { tree: saving.base.files?.tree } });
    const showing = await afterDeathInRestore();
    const preview = await showing.sessions.points.preview(showing.id, showing.base.id);
    expect(preview).toMatchObject({ leftCount: 0, files: { changes: [] } });
  });

  it('leaves what a person changed since, and asks before it is overwritten', async () => {
    const { sessions, id, workDir, base } = await afterDeathInRestore();
    write(workDir, { b: 'by hand' });
    await sessions.send(id, 'three');
    expect(read(workDir)).toEqual({ a: 'old', b: 'by hand', 'secret/c': 'old' });
    const restored = sessions.checkpoints.restore(id, base.id, { files: true });
    await expect(restored).rejects.toMatchObject({ code: 'CONFLICT', details: { changedSince: ['b'] } });
  });

  it('marks where the session stood when it went on meanwhile', async () => {
    const { sessions, store, id, database, said } = await afterDeathInRestore();
    const two = sessions.resume(id).headId;
    // As a process without this knowledge would have gone on.
    const newer = { id: 'msg_newer', sessionId: id, parentId: two, role: 'user', content: [{ type: 'text', text: 'newer' }] } as const;
    await store.sessions.claim(id, new Date().toISOString());
    await store.sessions.append({ ...newer, depth: 5, createdAt: new Date().toISOString() }, null);
    await store.sessions.release(id, new Date().toISOString());
    await (await openSessions(database)).close();
    expect(said()).toEqual(['one', 'Yes.']);
    expect(sessions.checkpoints.list(id)).toContainEqual(expect.objectContaining({ messageId: 'msg_newer', automatic: true }));
  });
});
