import { renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Keyboard } from '../../../electron/cli/keyboard';
import { keys, pressing } from '../../support/keyboard';
import { type Files, read, temporaryFolder, write } from '../snapshots/support';
import { temporaryFile } from '../store/support';
import { atKeyboard } from './inProcess';

/** A session in a folder, and its terminal: `ask` is one at which a person presses these keys. */
async function sessionWith(files: Files) {
  const [database, workDir] = [temporaryFile(), temporaryFolder()];
  write(workDir, files);
  const typing = (keyboard: Keyboard | undefined, ...words: string[]) => atKeyboard(keyboard, database, ...words);
  const ask = (pressed: readonly string[], ...words: string[]) => typing(keys(...pressed), ...words);
  const run = (...words: string[]) => typing(undefined, ...words);
  const id = (await run('sessions', 'new', '--workdir', workDir)).out;
  const saved = (await run('checkpoints', 'save', id, 'base', '--files')).out;
  return { workDir, id, saved, run, ask, typing, restore: ['checkpoints', 'restore', id, saved, '--files', '--force'] as const };
}

describe('restoring files in the terminal', () => {
  it('shows the difference and asks first', async () => {
    const { workDir, ask, restore } = await sessionWith({ 'notes.txt': 'first\n' });
    write(workDir, { 'notes.txt': 'second\u001b[2J\n', 'image.png': Buffer.from([0, 1]) });
    const refused = await ask(['n'], ...restore);
    expect(refused).toEqual({
      status: 130,
      out: '',
      err: [
        "Messages: 0 fewer, 0 more. They stay in the session's tree.",
        '- image.png (binary, changed by something else since)',
        '~ notes.txt (+1 -1, changed by something else since)',
        '    @@ -1 +1 @@',
        '    -second\\u{1b}[2J',
        '    +first',
        'Restore? [y/N]',
        'Nothing was restored.',
      ],
    });
    expect(read(workDir)).toMatchObject({ 'notes.txt': 'second\u001b[2J\n' });
    expect(await ask(['y'], ...restore)).toMatchObject({ status: 0, out: expect.stringContaining('Restored.') });
    expect(read(workDir)).toEqual({ 'notes.txt': 'first\n' });
  });

  it('overwrites nothing that changed between showing and the answer: it shows what would happen now, and asks again', async () => {
    const { workDir, typing, restore } = await sessionWith({ a: '1\n', b: '1\n' });
    write(workDir, { a: '2\n' });
    const answers = [
      () => write(workDir, { b: 'by somebody\n' }),
      () => write(workDir, { a: 'and by somebody\n' }),
      () => expect(read(workDir)).toEqual({ a: 'and by somebody\n', b: 'by somebody\n' }),
    ];
    const keyboard = pressing(() => {
      answers.shift()?.();
      return 'y';
    });
    const { status, err } = await typing(keyboard, ...restore);
    expect(status).toBe(0);
    expect(err.filter((line) => line === 'Restore? [y/N]')).toHaveLength(3);
    const again = err.slice(err.findIndex((line) => line.includes('changed after this was shown')));
    expect(again).toEqual(expect.arrayContaining([expect.stringContaining('~ b (+1 -1'), '    -by somebody']));
    expect(read(workDir)).toEqual({ a: '1\n', b: '1\n' });
  });

  it('tells of what else would change when the files cannot be looked at', async () => {
    const { workDir, id, saved, run, ask, restore } = await sessionWith({ a: '1' });
    await run('sessions', 'send', id, 'first');
    renameSync(workDir, `${workDir}-moved`);
    const reason = expect.stringMatching(/^Files: they cannot be looked at\. .*stepgraph-files/);
    const messages = "Messages: 4 fewer, 0 more. They stay in the session's tree.";
    const shown = await run('checkpoints', 'restore', id, saved, '--dry-run', '--json');
    expect(shown).toMatchObject({ status: 0, err: [messages, reason] });
    expect(JSON.parse(shown.out)).toMatchObject({ leftCount: 4, files: null, filesFailure: expect.any(String) });
    const refused = await ask(['y'], ...restore);
    expect(refused).toMatchObject({ status: 2, err: [messages, reason, expect.stringContaining('Without --files')] });
    expect(await run('checkpoints', 'restore', id, saved)).toMatchObject({ status: 0 });
    renameSync(`${workDir}-moved`, workDir);
    expect(JSON.parse((await run('sessions', 'show', id, '--json')).out).messages).toEqual([]);
  });

  it('takes Return and anything else than y for no', async () => {
    const { workDir, ask, restore } = await sessionWith({ a: '1' });
    write(workDir, { a: '2' });
    for (const key of ['\r', 'x', '\u0003']) expect(await ask([key], ...restore)).toMatchObject({ status: 130 });
    expect(read(workDir)).toEqual({ a: '2' });
  });

  it('takes being interrupted for no', async () => {
    const { workDir, ask, restore } = await sessionWith({ a: '1' });
    write(workDir, { a: '2' });
    const others = process.listenerCount('SIGINT');
    const asked = ask([], ...restore);
    await expect.poll(() => process.listenerCount('SIGINT')).toBe(others + 1);
    process.emit('SIGINT');
    expect(await asked).toMatchObject({ status: 130, err: expect.arrayContaining(['Nothing was restored.']) });
    expect(read(workDir)).toEqual({ a: '2' });
  });

  it('goes on where nobody can be asked only when told', async () => {
    const { workDir, run, restore } = await sessionWith({ a: '1\n' });
    write(workDir, { a: '2\n' });
    const refused = await run(...restore);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toEqual(expect.arrayContaining(['    -2', '    +1', expect.stringContaining('--yes')]));
    expect(read(workDir)).toEqual({ a: '2\n' });
    expect(await run(...restore, '--yes')).toMatchObject({ status: 0 });
    expect(read(workDir)).toEqual({ a: '1\n' });
  });

  it('asks nobody about what changes no file, or would be refused', async () => {
    const { workDir, ask, run, restore, id, saved } = await sessionWith({ a: '1' });
    expect(await ask([], ...restore)).toMatchObject({ status: 0 });
    write(workDir, { a: '2' });
    const changed = await ask(['y'], 'checkpoints', 'restore', id, saved, '--files');
    expect(changed).toMatchObject({ status: 2, err: expect.arrayContaining([expect.stringContaining('--force')]) });
    write(workDir, { '.gitignore': 'a\n' });
    await run('checkpoints', 'save', id, 'ignored', '--files');
    write(workDir, { a: 'only copy' });
    const blocked = await ask(['y'], ...restore);
    expect(blocked).toMatchObject({ status: 2, err: expect.arrayContaining([expect.stringContaining('in the way')]) });
    const bare = (await run('checkpoints', 'save', id, 'bare')).out;
    const without = await ask(['y'], 'checkpoints', 'restore', id, bare, '--files');
    expect(without).toMatchObject({ status: 2, err: expect.arrayContaining([expect.stringContaining('without --files')]) });
    expect(read(workDir)).toEqual({ '.gitignore': 'a\n', a: 'only copy' });
  });

  it('cuts what nobody would read, and says so', async () => {
    const lines = (word: string) => Array.from({ length: 300 }, (_, index) => `${word} ${index}\n`).join('');
    const { workDir, run, restore } = await sessionWith({ a: lines('old') });
    write(workDir, { a: lines('new'), b: lines('new') });
    const { err } = await run(...restore);
    expect(err.length).toBeLessThan(410);
    expect(err).toContain('- b (+0 -300, changed by something else since)');
    expect(err.at(-2)).toBe('The difference is cut here: it has 502 more lines. --dry-run --json prints all of it.');
  });

  it('is named to whoever goes back without them', async () => {
    const { workDir, run, id, saved } = await sessionWith({ a: '1' });
    write(workDir, { a: '2' });
    const { status, err } = await run('checkpoints', 'restore', id, saved);
    expect({ status, err }).toEqual({
      status: 0,
      err: [
        `The checkpoint has files, too. They stay as they are now: "stepgraph checkpoints restore ${id} ${saved} --files" brings them back.`,
      ],
    });
    expect(read(workDir)).toEqual({ a: '2' });
    const bare = (await run('checkpoints', 'save', id, 'bare')).out;
    expect(await run('checkpoints', 'restore', id, bare)).toMatchObject({ status: 0, err: [] });
  });
});

describe('branching in the terminal', () => {
  it('goes on from a checkpoint or a message, and leaves the other way as it is', async () => {
    const { id, saved, run } = await sessionWith({});
    await run('sessions', 'send', id, 'first');
    const there = (await run('checkpoints', 'save', id, 'there')).out;
    await run('sessions', 'send', id, 'second');
    const messages = async () => JSON.parse((await run('sessions', 'show', id, '--json')).out).messages;
    const all = await messages();
    const { messageCount, messageId } = JSON.parse((await run('checkpoints', 'list', id, '--json')).out)[0];
    expect(all.length).toBeGreaterThan(messageCount);

    const made = JSON.parse((await run('checkpoints', 'branch', id, there, '--label', 'other way', '--json')).out);
    expect(made).toMatchObject({ label: 'other way', messageId, automatic: false });
    expect(await messages()).toEqual(all.slice(0, messageCount));
    expect((await run('checkpoints', 'branch', id, all[0].id)).out).toMatch(/^cp_\w+$/);
    expect(await messages()).toEqual(all.slice(0, 1));
    await run('checkpoints', 'branch', id, saved);
    expect(await messages()).toEqual([]);
    const labels = JSON.parse((await run('checkpoints', 'list', id, '--json')).out).map(({ label }: { label: string }) => label);
    expect(labels.filter((label: string) => !label.startsWith('Before'))).toEqual(['Branch', 'Branch', 'other way', 'there', 'base']);
  });

  it.each([
    [['cp_none'], 'no checkpoint cp_none'],
    [['msg_none'], 'msg_none'],
    [[''], 'Missing'],
    [[], 'Missing: CHECKPOINT|MESSAGE'],
  ])('refuses %j with a sentence', async (words, sentence) => {
    const { id, run } = await sessionWith({});
    const { status, err } = await run('checkpoints', 'branch', id, ...words);
    expect(status).toBe(2);
    expect(err.join('\n')).toContain(sentence);
  });
});
