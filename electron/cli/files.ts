import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { LARGEST_FILE } from '../../shared/workflow/parse';
import { InvalidInput } from './failures';

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'it may not be read with your permissions',
  EPERM: 'it may not be read with your permissions',
  EAGAIN: 'it has no end, or is not written yet',
};

/** A character takes at most four bytes. */
const MOST_BYTES = 4 * LARGEST_FILE;
const PIECE_BYTES = 64 * 1024;

/** How long a pipe without a writer is waited for: in scripts the writer may be started just after the reader. */
const PATIENCE_MS = 1_000;
const PAUSE_MS = 20;

/** The text of a file, or of a pipe, that someone named on the command line. Devices and what is far too large are refused unread. */
export async function readNamedFile(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await bytesOf(file));
  } catch (error) {
    throw new InvalidInput([`${file}: can not be read: ${reasonOf(error)}.`]);
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  // Opened without waiting: opening a pipe would wait for its writer where nothing can interrupt it.
  await using handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const stats = await handle.stat();
  if (stats.isDirectory()) throw new Refused('this is a folder, not a file');
  if (!stats.isFile() && !stats.isFIFO()) throw new Refused('it is not a file');
  if (stats.size > MOST_BYTES) throw new Refused('it is too large');
  const pieces: Buffer[] = [];
  let length = 0;
  // The size is not believed: files of the system have none, and others grow.
  for await (const piece of piecesOf(handle, stats.isFIFO())) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_BYTES) throw new Refused('it is too large');
  }
  return Buffer.concat(pieces);
}

async function* piecesOf(handle: FileHandle, isPipe: boolean): AsyncGenerator<Buffer> {
  let hasWriter = !isPipe;
  const since = performance.now();
  for (;;) {
    const piece = await readPiece(handle, isPipe);
    if (piece === 'later') hasWriter = true;
    else if (piece.length > 0) {
      hasWriter = true;
      yield piece;
      continue;
    } else if (hasWriter) return;
    else if (performance.now() - since > PATIENCE_MS) throw new Refused('nobody writes to this pipe');
    await setTimeout(PAUSE_MS);
  }
}

/** The next bytes, none at the end, or `later` when a pipe's writer has not written more yet. */
async function readPiece(handle: FileHandle, isPipe: boolean): Promise<Buffer | 'later'> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isPipe && codeOf(error) === 'EAGAIN') return 'later';
    throw error;
  }
}

/** Why a file is not read, as part of a sentence. */
class Refused extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'it is not a text in UTF-8';
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
