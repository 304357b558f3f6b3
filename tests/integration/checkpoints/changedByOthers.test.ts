import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { hostOver } from '../sessions/hostOver';
import { read, temporaryFolder, write } from '../snapshots/support';

const allowing = { permissionMode: 'bypassPermissions' } as const;

/** Writes what the prompt says (`WRITE file content`), with the tool for it; else only talks. */
const writer: Script = (request) => {
  const prompt = request.body.messages.findLast(({ role, content }) => role === 'user' && content.some(({ type }) => type === 'text'));
  const [, file = '', content = ''] = /WRITE (\S+) (.+)/.exec(String(prompt?.content.at(-1)?.text)) ?? [];
  const isDone = request.body.messages.at(-1)?.content.some(({ type }) => type === 'tool_result');
  return isDone || file === '' ? text('Well.') : toolUse('write', { file_path: file, content });
};

async function send(client: StepgraphClient, id: string, words: string): Promise<void> {
  for await (const _ of client.sessions.send({ id, text: words, ...allowing }));
}

async function sessionWithFiles(files: { readonly [path: string]: string }) {
  const test = await hostOver(writer);
  const { client, workDir } = test;
  write(workDir, files);
  const { id } = await client.sessions.create({});
  const { id: checkpointId } = await client.sessions.saveCheckpoint({ id, label: 'base', files: true });
  const changedSince = async () => (await client.sessions.restorePreview({ id, checkpointId })).files?.changedSince;
  const restore = () => client.sessions.restoreCheckpoint({ id, checkpointId, files: true });
  return { ...test, id, changedSince, restore };
}

describe('what others changed', () => {
  it('stays known as theirs through a turn that only talks', async () => {
    const { client, workDir, id, changedSince, restore } = await sessionWithFiles({ 'a.txt': 'one' });
    write(workDir, { 'a.txt': 'by hand' });
    await send(client, id, 'just talk');
    expect(await changedSince()).toEqual(['a.txt']);
    await expect(restore()).rejects.toMatchObject({ code: 'CONFLICT', details: { changedSince: ['a.txt'] } });
    expect(read(workDir)).toEqual({ 'a.txt': 'by hand' });
  });

  it('before a turn that writes is told apart from what that turn wrote', async () => {
    const { client, workDir, id, changedSince } = await sessionWithFiles({ 'a.txt': 'one', 'b.txt': 'one' });
    write(workDir, { 'a.txt': 'by hand', 'folder/by hand': 'new' });
    await send(client, id, 'WRITE b.txt two');
    expect(await changedSince()).toEqual(['a.txt', 'folder/by hand']);
    await send(client, id, 'WRITE a.txt over-it');
    expect(await changedSince()).toEqual(['folder/by hand']);
  });

  it('is not taken for the session’s own by saving another checkpoint, which keeps it', async () => {
    const { client, workDir, id, changedSince, restore } = await sessionWithFiles({ 'a.txt': 'one' });
    write(workDir, { 'a.txt': 'by hand' });
    const later = await client.sessions.saveCheckpoint({ id, label: 'later', files: true });
    expect(await changedSince()).toEqual(['a.txt']);
    await expect(restore()).rejects.toMatchObject({ code: 'CONFLICT' });
    await send(client, id, 'WRITE b.txt b');
    await client.sessions.restoreCheckpoint({ id, checkpointId: later.id, files: true });
    expect(read(workDir)).toEqual({ 'a.txt': 'by hand' });
    await expect(restore()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('in a folder that the session has moved to is not overwritten because the folder it left looked like that', async () => {
    const { client, id } = await sessionWithFiles({ f: 'one' });
    const workDir = temporaryFolder();
    write(workDir, { f: 'two' });
    for await (const _ of client.sessions.send({ id, text: 'go on there', workDir }));
    const { id: checkpointId } = await client.sessions.saveCheckpoint({ id, label: 'there', files: true });
    write(workDir, { f: 'one' });
    expect((await client.sessions.restorePreview({ id, checkpointId })).files?.changedSince).toEqual(['f']);
    await expect(client.sessions.restoreCheckpoint({ id, checkpointId, files: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('beside it, in the same folder by whatever name, is never taken for its own', async () => {
    const links = temporaryFolder();
    const { host, client, workDir, id, changedSince } = await sessionWithFiles({ 'a.txt': 'one' });
    symlinkSync(workDir, path.join(links, 'link'));
    const other = await client.sessions.create({ workDir: path.join(links, 'link') });
    const beside: typeof host.sessions.send = (session, words) => host.sessions.send(session, words, { settings: allowing });
    await Promise.all([beside(id, 'WRITE mine.txt 1'), beside(other.id, 'WRITE theirs.txt 2')]);
    expect(await changedSince()).toContain('theirs.txt');
  });

  it('in a step at the same time is not taken back without a word', async () => {
    const names = ['p1', 'p2', 'p3'];
    const script = byPrompt(
      ...names.map((name): [string, Script] => [
        name,
        turns(toolUse('write', { file_path: name, content: 'x' }), { ...text('so it is'), pauseMs: 60 }),
      ]),
    );
    const { client, workDir } = await hostOver(script, { keepStepFiles: true });
    const definition = { name: 'beside', steps: names.map((id) => ({ id, prompt: id })) };
    const { runId } = await client.runs.start({ definition, ...allowing });
    for await (const _ of client.runs.events({ runId }));
    const { sessions } = await client.sessions.list({ runId });
    const id = sessions.find(({ metadata }) => metadata.stepId === 'p1')?.id ?? '';
    const [before] = await client.sessions.checkpoints({ id });
    const restored = client.sessions.restoreCheckpoint({ id, checkpointId: before?.id ?? '', files: true });
    await expect(restored).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(Object.keys(read(workDir))).toEqual(names);
  });
});
