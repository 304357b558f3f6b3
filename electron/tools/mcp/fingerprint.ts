import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { namedFiles } from './namedFiles';
import type { ProgramEntry, ServerEntry } from './serverEntry';

/**
 * SHA-256 over all of an entry, and over the files it names: what agreement to start a server is bound to, so that nothing of it can be
 * swapped afterwards (MCPoison, CVE-2025-54136). Values of secrets are not in it.
 */
export async function fingerprint(entry: ServerEntry): Promise<string> {
  const facts =
    entry.kind === 'http'
      ? [entry.kind, entry.name, entry.url, sorted(entry.headers)]
      : [entry.kind, entry.name, entry.command, entry.args, sorted(entry.env), entry.cwd, await fileHashes(entry)];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function sorted(values: { readonly [name: string]: string }): [string, string][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Files are read up to this, of all together; of what goes beyond it counts when it was last changed, which nobody can turn back. */
const MOST_BYTES = 20_000_000;

/** These are no files of anyone, and reading some of them waits without end. */
const OF_THE_SYSTEM = /^\/(?:proc|sys)\//;

async function fileHashes(entry: ProgramEntry): Promise<[string, string][]> {
  const found: [string, string][] = [];
  let room = MOST_BYTES;
  for (const file of await namedFiles(entry)) {
    try {
      const { size, ctimeMs, ino } = await stat(file);
      if (OF_THE_SYSTEM.test(await realpath(file))) continue;
      found.push([file, size <= room ? await hashOf(file) : `${size} ${ctimeMs} ${ino}`]);
      room -= Math.min(size, room);
    } catch {
      // What cannot be read would not start either.
    }
  }
  return found;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
