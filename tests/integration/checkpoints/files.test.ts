import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { hostOver } from '../sessions/hostOver';
import { type Files, read, write } from '../snapshots/support';

/** Writes the file that the prompt names, then says so. */
const writer: Script = (request) => {
  const prompt = request.body.messages.findLast(({ role, content }) => role === 'user' && content.some(({ type }) => type === 'text'));
  const [, file = '', content = ''] = /WRITE (\S+) (.+)/.exec(String(prompt?.content.at(-1)?.text)) ?? [];
  const isDone = request.body.messages.at(-1)?.content.some(({ type }) => type === 'tool_result');
  return isDone ? text('Written.') : toolUse('write', { file_path: file, content });
};

const allowing = { permissionMode: 'bypassPermissions' } as const;

async function sendWriting(client: StepgraphClient, id: string, words: string): Promise<void> {
  for await (const _ of client.sessions.send({ id, text: words, ...allowing }));
}

describe('a checkpoint with files', () => {
  it('takes back what the session wrote since, without being told twice, and can be undone', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { 'kept.txt': 'mine' });
    const { id } = await client.sessions.create({});
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    expect(base.files).toMatchObject({ fileCount: 1, leftOut: [], workDir });
    await sendWriting(client, id, 'WRITE made.txt one');
    await sendWriting(client, id, 'WRITE kept.txt changed');
    const preview = await client.sessions.restorePreview({ id, checkpointId: base.id });
    expect(preview).toMatchObject({ leftCount: 8, files: { changedSince: [], blocked: [] } });
    expect(preview.files?.changes.map(({ path, status }) => [path, status])).toEqual([
      ['kept.txt', 'modified'],
      ['made.txt', 'deleted'],
    ]);
    const left = await client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true });
    expect(read(workDir)).toEqual({ 'kept.txt': 'mine' });
    expect(await client.sessions.conversation({ id })).toEqual([]);
    await client.sessions.restoreCheckpoint({ id, checkpointId: left.id, files: true });
    expect(read(workDir)).toEqual({ 'kept.txt': 'changed', 'made.txt': 'one' });
    expect(await client.sessions.conversation({ id })).toHaveLength(8);
  });

  it('shows nobody what was private, and leaves folders that were there without files', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { key: 'private', 'secret/a': 'private' });
    mkdirSync(path.join(workDir, 'logs'));
    chmodSync(path.join(workDir, 'key'), 0o600);
    chmodSync(path.join(workDir, 'secret'), 0o700);
    const { id } = await client.sessions.create({});
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    rmSync(path.join(workDir, 'secret'), { recursive: true });
    write(workDir, { key: 'public', 'logs/x': 'x' });
    chmodSync(path.join(workDir, 'key'), 0o644);
    await client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true, force: true });
    expect(read(workDir)).toEqual({ key: 'private', 'secret/a': 'private' });
    const modes = ['key', 'secret', 'logs'].map((name) => statSync(path.join(workDir, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o700, 0o755]);
  });

  it('refuses to overwrite what a person changed since, names it, and changes nothing; force goes through and can be undone', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { 'a.txt': '1' });
    const { id } = await client.sessions.create({});
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    await sendWriting(client, id, 'WRITE b.txt from-the-agent');
    write(workDir, { 'a.txt': 'from the person' });
    const refused = client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true });
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', details: { changedSince: ['a.txt'] } });
    expect(read(workDir)).toEqual({ 'a.txt': 'from the person', 'b.txt': 'from-the-agent' });
    expect(await client.sessions.conversation({ id })).toHaveLength(4);
    const left = await client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true, force: true });
    expect(read(workDir)).toEqual({ 'a.txt': '1' });
    await client.sessions.restoreCheckpoint({ id, checkpointId: left.id, files: true });
    expect(read(workDir)).toEqual({ 'a.txt': 'from the person', 'b.txt': 'from-the-agent' });
  });

  it('is only restored as it was shown, when told so, whatever changes meanwhile', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { a: '1', b: '1', c: '1' });
    const { id } = await client.sessions.create({});
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    const shown = async () => (await client.sessions.restorePreview({ id, checkpointId: base.id })).files?.id;
    const restore = (agreed: string | undefined) =>
      client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true, force: true, shown: agreed });
    write(workDir, { a: '2' });
    const first = await shown();
    expect(await shown()).toBe(first);
    const changes: readonly Files[] = [{ b: 'another file' }, { a: 'the same file' }, { c: null }, { d: 'new' }, { a: '1' }];
    for (const meanwhile of changes) {
      const agreed = await shown();
      write(workDir, meanwhile);
      const files = read(workDir);
      await expect(restore(agreed)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('after this was shown') });
      expect(read(workDir)).toEqual(files);
    }
    await expect(restore(await shown().finally(() => write(workDir, { b: 'yet another' })))).rejects.toMatchObject({
      details: { changedSince: ['b', 'c', 'd'], blocked: [] },
    });
    expect(await client.sessions.checkpoints({ id })).toHaveLength(1);
    await restore(await shown());
    expect(read(workDir)).toEqual({ a: '1', b: '1', c: '1' });
  });

  it('tells what restoring changes but for the files, where these cannot be looked at', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { 'inner/a.txt': '1' });
    const { id } = await client.sessions.create({ workDir: `${workDir}/inner` });
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    await sendWriting(client, id, 'WRITE b.txt x');
    const unseen = async () => {
      const { files, filesFailure, leftCount } = await client.sessions.restorePreview({ id, checkpointId: base.id });
      expect({ files, leftCount }).toEqual({ files: null, leftCount: 4 });
      return filesFailure;
    };
    write(workDir, { inner: null });
    expect(await unseen()).toContain('inner');
    write(workDir, { inner: 'no folder' });
    expect(await unseen()).toContain('inner');
    await client.sessions.restoreCheckpoint({ id, checkpointId: base.id });
    expect(await client.sessions.conversation({ id })).toEqual([]);
  });

  it('can be restored without its files, and compared with another', async () => {
    const { client, workDir } = await hostOver(writer);
    const { id } = await client.sessions.create({});
    const a = await client.sessions.saveCheckpoint({ id, label: 'a', files: true });
    await sendWriting(client, id, 'WRITE x.txt x');
    const b = await client.sessions.saveCheckpoint({ id, label: 'b', files: true });
    const { files } = await client.sessions.compare({ id, left: { checkpointId: a.id }, right: { checkpointId: b.id } });
    expect(files).toMatchObject([{ path: 'x.txt', status: 'added', patch: '@@ -0,0 +1 @@\n+x\n\\ No newline at end of file' }]);
    await client.sessions.restoreCheckpoint({ id, checkpointId: a.id });
    expect(read(workDir)).toEqual({ 'x.txt': 'x' });
    expect(await client.sessions.conversation({ id })).toEqual([]);
  });

  it('waits for other sessions that work in the same folder', async () => {
    const { client } = await hostOver({ ...text('slowly and slowly and slowly on'), pauseMs: 30 });
    const [id, other] = [(await client.sessions.create({})).id, (await client.sessions.create({})).id];
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    for await (const item of client.sessions.send({ id: other, text: 'Go' })) if (item.type === 'text') break;
    const restore = () => client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true });
    await expect(restore()).rejects.toMatchObject({ code: 'BUSY', message: expect.stringContaining(other) });
    await client.sessions.stop({ id: other });
    await restore();
  });

  it('waits for other sessions that work in the same folder by another name, within it or around it', async () => {
    const { client, workDir } = await hostOver({ ...text('slowly and slowly and slowly on'), pauseMs: 30 });
    write(workDir, { 'inner/a.txt': '1', 'inner/deeper/b.txt': '1', link: { link: 'inner' } });
    const { id } = await client.sessions.create({ workDir: path.join(workDir, 'inner') });
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    for (const folder of ['link', 'inner/deeper', '.']) {
      const other = await client.sessions.create({ workDir: path.join(workDir, folder) });
      for await (const item of client.sessions.send({ id: other.id, text: 'Go' })) if (item.type === 'text') break;
      const restored = client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true });
      await expect(restored, folder).rejects.toMatchObject({ code: 'BUSY', message: expect.stringContaining(other.id) });
      await client.sessions.stop({ id: other.id });
    }
    write(workDir, { 'inner-too/a.txt': '1' });
    const beside = await client.sessions.create({ workDir: path.join(workDir, 'inner-too') });
    for await (const item of client.sessions.send({ id: beside.id, text: 'Go' })) if (item.type === 'text') break;
    await client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true });
    await client.sessions.stop({ id: beside.id });
  });

  it('whose folder is gone says so and moves nothing', async () => {
    const { client, workDir } = await hostOver(writer);
    write(workDir, { 'inner/a.txt': '1' });
    const { id } = await client.sessions.create({ workDir: `${workDir}/inner` });
    const base = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
    write(workDir, { inner: null });
    await expect(client.sessions.restoreCheckpoint({ id, checkpointId: base.id, files: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(client.sessions.saveCheckpoint({ id, label: 'again', files: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await client.sessions.checkpoints({ id })).map(({ label }) => label)).toEqual(['base']);
  });
});

describe('the steps of a run', () => {
  const workflow = {
    name: 'two-writers',
    steps: [
      { id: 'first', description: 'First', prompt: 'FIRST' },
      { id: 'second', description: 'Second', prompt: 'SECOND', dependsOn: ['first'] },
    ],
  };
  const script = byPrompt(
    ['FIRST', turns(toolUse('write', { file_path: 'one.txt', content: '1' }), text('one'))],
    ['SECOND', turns(toolUse('write', { file_path: 'two.txt', content: '2' }), text('two'))],
  );

  async function finishedRun(keepStepFiles: boolean) {
    const test = await hostOver(script);
    write(test.workDir, { 'before.txt': '0' });
    await test.client.app.saveSettings({ keepStepFiles });
    const { runId } = await test.client.runs.start({ definition: workflow, ...allowing });
    for await (const _ of test.client.runs.events({ runId }));
    const { sessions } = await test.client.sessions.list({ runId });
    const sessionOf = (stepId: string) => sessions.find(({ metadata }) => metadata.stepId === stepId)?.id ?? '';
    const checkpointsOf = async (stepId: string) => test.client.sessions.checkpoints({ id: sessionOf(stepId) });
    return { ...test, sessionOf, checkpointsOf };
  }

  it('each end in an automatic checkpoint', async () => {
    const { checkpointsOf } = await finishedRun(false);
    expect(await checkpointsOf('first')).toMatchObject([{ label: 'First done', automatic: true, messageCount: 4 }]);
    expect((await checkpointsOf('second'))[0]).not.toHaveProperty('files');
  });

  it('keep their files when Settings say so: what they changed can be taken back step by step', async () => {
    const { client, workDir, sessionOf, checkpointsOf } = await finishedRun(true);
    expect(read(workDir)).toEqual({ 'before.txt': '0', 'one.txt': '1', 'two.txt': '2' });
    for (const [stepId, left] of [
      ['second', { 'before.txt': '0', 'one.txt': '1' }],
      ['first', { 'before.txt': '0' }],
    ] as const) {
      const [before, after] = await checkpointsOf(stepId);
      expect([before, after]).toMatchObject([
        { automatic: true, messageCount: 0 },
        { automatic: true, messageCount: 4 },
      ]);
      // Last step first: each finds the files as it left them, and need not be told twice.
      await client.sessions.restoreCheckpoint({ id: sessionOf(stepId), checkpointId: before?.id ?? '', files: true });
      expect(read(workDir)).toEqual(left);
    }
  });
});
