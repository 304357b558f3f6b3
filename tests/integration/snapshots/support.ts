import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createFileStore, type GitFileStore, type GitFileStoreOptions } from '../../../electron/snapshots/createFileStore';
import type { FileSnapshot } from '../../../shared/session/files';

/** A text, bytes, a link, a text that can be run, or nothing. */
export type Content = string | Buffer | { readonly link: string } | { readonly program: string } | null;
export type Files = { readonly [path: string]: Content };

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepgraph-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files, and a store beside it. */
export function filesIn(
  files: Files,
  options: GitFileStoreOptions = {},
): { readonly folder: string; readonly kept: string; readonly store: GitFileStore } {
  const folder = temporaryFolder();
  write(folder, files);
  const kept = path.join(temporaryFolder(), 'kept');
  return { folder, kept, store: createFileStore(kept, options) };
}

/** Goes back as a session does that knows the files as they are. */
export async function restore({ store, folder }: Pick<ReturnType<typeof filesIn>, 'store' | 'folder'>, target: FileSnapshot) {
  const known = await store.take(folder);
  const { plan, steps } = await store.prepare(target, known.tree);
  await store.carryOut(folder, steps);
  return plan;
}

export function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    rmSync(file, { force: true, recursive: content === null });
    if (content === null) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
    else if ('link' in content) symlinkSync(content.link, file);
    else {
      writeFileSync(file, content.program);
      chmodSync(file, 0o755);
    }
  }
}

/** Every file below a folder, for comparing whole folders at once. Folders count only for what is in them. */
export function read(folder: string, below = ''): Files {
  const entries = readdirSync(path.join(folder, below)).sort();
  return Object.assign({}, ...entries.map((entry) => readEntry(folder, path.posix.join(below, entry))));
}

function readEntry(folder: string, name: string): Files {
  const file = path.join(folder, name);
  const stats = lstatSync(file);
  if (stats.isDirectory()) return read(folder, name);
  if (stats.isSymbolicLink()) return { [name]: { link: readlinkSync(file) } };
  const content = readFileSync(file);
  const text = content.toString('utf8');
  if (!Buffer.from(text).equals(content)) return { [name]: content };
  return { [name]: (stats.mode & 0o100) === 0 ? text : { program: text } };
}
