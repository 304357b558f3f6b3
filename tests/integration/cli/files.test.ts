import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDefinitionFile } from '../../../electron/cli/definitions';
import { readNamedFile } from '../../../electron/cli/files';
import { readParameters } from '../../../electron/cli/parameters';
import { temporaryFolder } from '../../support/temporaryFolder';

const isWindows = process.platform === 'win32';

function namedPipe(file: string): string {
  execFileSync('mkfifo', [file]);
  return file;
}

/** Another process that writes there, once somebody reads; resolves when it has ended. */
function writer(script: string, file: string): Promise<unknown> {
  return once(spawn('sh', ['-c', script, 'sh', file], { stdio: 'ignore' }), 'exit');
}

describe('a file that is named on the command line', () => {
  it('is read whole, also through links and as large as a workflow may be', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'w.json');
    const content = 'ä'.repeat(4 * 1024 * 1024);
    writeFileSync(file, content);
    const link = join(folder.path, 'link.json');
    symlinkSync(file, link);
    expect((await readNamedFile(link)) === content).toBe(true);
    writeFileSync(file, '');
    expect(await readNamedFile(file)).toBe('');
  });

  it('is refused, and not read, when it is too large', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'w.json');
    writeFileSync(file, '');
    truncateSync(file, 1024 ** 4);
    await expect(checkDefinitionFile(file)).rejects.toThrow(`${file}: can not be read: it is too large.`);
    await expect(readParameters([], file)).rejects.toThrow(`${file}: can not be read: it is too large.`);
  });

  it('is refused when it is a folder', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'w.json'));
    await expect(readNamedFile(join(folder.path, 'w.json'))).rejects.toThrow('this is a folder, not a file');
  });

  it.skipIf(isWindows)('is refused when it is a device, which has no end', async () => {
    using folder = temporaryFolder();
    const link = join(folder.path, 'w.json');
    symlinkSync('/dev/zero', link);
    for (const file of [link, '/dev/zero', '/dev/random', '/dev/full']) {
      await expect(checkDefinitionFile(file)).rejects.toThrow('it is not a file');
    }
  });

  it.skipIf(isWindows)('may be a pipe, as from a shell’s <(…), whose writer takes its time', async () => {
    using folder = temporaryFolder();
    const pipe = namedPipe(join(folder.path, 'pipe'));
    const writing = writer('{ printf {; sleep 0.2; printf }; } > "$1"', pipe);
    expect(await readNamedFile(pipe)).toBe('{}');
    await writing;
  });

  it.skipIf(isWindows)('is refused when it is a pipe that nobody writes to', async () => {
    using folder = temporaryFolder();
    const pipe = namedPipe(join(folder.path, 'pipe'));
    await expect(readNamedFile(pipe)).rejects.toThrow('nobody writes to this pipe');
  });

  it.skipIf(isWindows)('is refused when it is a pipe without an end', async () => {
    using folder = temporaryFolder();
    const pipe = namedPipe(join(folder.path, 'pipe'));
    const writing = writer('exec cat /dev/zero > "$1"', pipe);
    await expect(readNamedFile(pipe)).rejects.toThrow('it is too large');
    await writing;
  });
});
