import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fstatSync, lstatSync, mkdirSync, read, readSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { resolvePath } from '@anthropic-ai/sdk/tools/agent-toolset/node';
import { AppError, isAbort } from '../../shared/lib/appError';
import { renameInto } from '../platform/replaceFile';
import type { JudgedFile } from '../sessions/ports';
import { openInside } from './openInside';

/** A file by the path its user gave, and where that leads: absolute, without symbolic links, in the work directory. */
export type ConfinedFile = { readonly given: string; readonly real: string; readonly workDir: string };

/** What a tool makes is for its owner only, as the SDK's tools have it. */
const NEW_FILE_MODE = 0o600;
const NEW_FOLDER_MODE = 0o700;
const LARGEST_PIECE = 64 * 1024;

const readAsync = promisify(read);

/**
 * Follows every link, and rejects with a sentence for what lies outside of the work directory, and for what is not where it was when the call was
 * judged.
 */
export async function findInside(workDir: string, given: string, judged?: JudgedFile): Promise<ConfinedFile> {
  if (given.includes('\0')) throw new AppError('TOOL_FAILED', 'A path cannot contain a NUL character. Name the file without it.');
  const real = plainPlace(workDir, given) ?? (await resolvePath({ workdir: workDir }, given));
  if (judged && judged.place !== real)
    throw new AppError('TOOL_FAILED', `${given}: it changed while it was being judged. Look at it again before you repeat the call.`);
  return { given, real, workDir };
}

/** The same for what must be a file, or may become one. */
export async function findFileInside(workDir: string, given: string, judged?: JudgedFile): Promise<ConfinedFile> {
  const file = await findInside(workDir, given, judged);
  const isNamedAsFolder = given.endsWith('/') || given.endsWith(path.sep);
  if (file.real === workDir || (isNamedAsFolder && !existsSync(file.real)))
    throw new AppError('TOOL_FAILED', `${given} names a folder. Name a file.`);
  return file;
}

/**
 * Where something is that stands in the work directory and is reached by no link, so that the directory is not either: what nearly every call names,
 * found in one go.
 */
export function plainPlace(workDir: string, given: string): string | undefined {
  const place = path.resolve(workDir, given);
  if (!place.startsWith(workDir + path.sep)) return undefined;
  try {
    return realpathSync.native(place) === place ? place : undefined;
  } catch {
    return undefined; // the SDK says why not
  }
}

/** The bytes of a regular file in pieces, from an opened file that was checked to lie in the work directory; `size` is what it had at opening. */
export async function withContent<T>(
  file: ConfinedFile,
  signal: AbortSignal,
  use: (pieces: AsyncIterable<Buffer>, size: number) => Promise<T>,
): Promise<T> {
  try {
    const descriptor = openInside(file.real, file.workDir);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      closeSync(descriptor);
      throw new AppError('TOOL_FAILED', `${file.given} is not a regular file.`);
    }
    const reading = pieces(descriptor, stat.size, signal);
    try {
      return await use(reading, stat.size);
    } finally {
      await reading.return(undefined);
      closeSync(descriptor);
    }
  } catch (error) {
    throw sentenceOf(error, file);
  }
}

/** Each piece holds until the next one is asked for: one buffer serves them all, so that reading on and on leaves nothing behind. Up to the size it had, so that what is appended meanwhile is left for the next time; files of /proc have no size, and are read to their end. */
async function* pieces(descriptor: number, size: number, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const isSmall = size > 0 && size <= LARGEST_PIECE;
  const buffer = Buffer.allocUnsafe(size === 0 ? LARGEST_PIECE : Math.min(LARGEST_PIECE, size));
  for (let position = 0; size === 0 || position < size; ) {
    signal.throwIfAborted();
    const length = size === 0 ? buffer.length : Math.min(buffer.length, size - position);
    // What fits in one piece is read sooner than it is handed to a thread.
    const bytesRead = isSmall
      ? readSync(descriptor, buffer, { length, position })
      : (await readAsync(descriptor, { buffer, length, position })).bytesRead;
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Puts a new file with this text where `file` is, all at once. Missing folders are made. Another name of the old file keeps the old text. */
export async function replaceContent(file: ConfinedFile, text: string): Promise<void> {
  try {
    const folder = openFolder(path.dirname(file.real), file.workDir);
    try {
      await replaceIn(pinned(folder, path.dirname(file.real)), file, text);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    throw sentenceOf(error, file);
  }
}

async function replaceIn(folder: string, { real, given }: ConfinedFile, text: string): Promise<void> {
  const target = path.join(folder, path.basename(real));
  const old = lstatSync(target, { throwIfNoEntry: false });
  if (old && !old.isFile()) throw new AppError('TOOL_FAILED', `${given} is not a regular file.`);
  const fresh = path.join(folder, `.tmp-${process.pid}-${randomUUID()}`);
  await renameInto(target, fresh, NEW_FILE_MODE, async (handle) => {
    if (old) await handle.chmod(old.mode & 0o777);
    await handle.writeFile(text);
  });
}

/** A descriptor of the folder, which is made if it is missing: each level in the opened one above. */
function openFolder(folder: string, root: string): number {
  try {
    return openInside(folder, root);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || folder === root) throw error;
  }
  const above = openFolder(path.dirname(folder), root);
  try {
    mkdirSync(path.join(pinned(above, path.dirname(folder)), path.basename(folder)), { mode: NEW_FOLDER_MODE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    closeSync(above);
  }
  return openInside(folder, root);
}

/** A path to an opened folder that stays with it whatever is put in its place meanwhile; where there is no such thing, its own path. */
function pinned(descriptor: number, folder: string): string {
  const place = `/proc/self/fd/${descriptor}`;
  return process.platform === 'linux' && existsSync(place) ? place : folder;
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ELOOP: 'it became a symbolic link while it was being opened',
  EXDEV: 'it was moved while it was being opened',
  ENXIO: 'it is not a regular file',
  ENAMETOOLONG: 'file name too long',
  ENOSPC: 'no space left on device',
  EMFILE: 'too many open files',
};

/** The same words on every system, without the absolute path that Node's own have. */
function sentenceOf(error: unknown, { given }: ConfinedFile): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof AppError || isAbort(error)) return error;
  return new AppError('TOOL_FAILED', `${given}: ${REASONS[code] ?? `i/o error (${code})`}`, undefined, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  const { code } = Object(error);
  return typeof code === 'string' ? code : undefined;
}
