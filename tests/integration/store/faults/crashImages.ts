import type { Dice } from '../../../support/seeds';
import type { FileState } from './fileState';

/**
 * What a disk may hold when the power fails between two synchronisations. Until a file is synchronised, of what was written to it any
 * sector may have arrived and any other not, in any order, and the file may have its old length, its new one or one between.
 */
export type CrashImage = FileState & {
  readonly story: string;
  /** The commit had been made durable, so it must be there. */
  readonly isCommitted: boolean;
};

const SECTOR_SIZES = [512, 4096] as const;
const LOG_HEADER_BYTES = 32;

/**
 * Ways to fail while SQLite takes a database from one state to the next, in write-ahead logging with synchronous=FULL. It appends to the log and
 * synchronises it; that is the commit. Only then may it copy pages from the log into the file, and it synchronises that before it removes the log or
 * begins it anew, with a header that is synchronised before anything follows it. So either the log is under way and the file still as it was, or
 * the log is whole and the file under way.
 */
export function crashImages(before: FileState, after: FileState, rolls: Dice, count: number): CrashImage[] {
  const isFileWritten = !before.main.equals(after.main);
  const isLogRemoved = before.log.length > 0 && after.log.length === 0;
  return Array.from({ length: count }, (): CrashImage => {
    if (isLogRemoved || (isFileWritten && rolls.below(2) === 0)) {
      const { bytes, story } = partlyWritten(before.main, after.main, rolls);
      const log = isLogRemoved ? before.log : after.log;
      return { main: bytes, log, story: `the file with ${story}`, isCommitted: true };
    }
    const { bytes, story } = partlyWritten(withHeaderOf(after.log, before.log), after.log, rolls);
    return { main: before.main, log: bytes, story: `the log with ${story}`, isCommitted: bytes.equals(after.log) };
  });
}

function withHeaderOf(begun: Buffer, log: Buffer): Buffer {
  return Buffer.concat([begun.subarray(0, LOG_HEADER_BYTES), log.subarray(LOG_HEADER_BYTES)]);
}

type Partly = { readonly bytes: Buffer; readonly story: string };

function partlyWritten(before: Buffer, after: Buffer, rolls: Dice): Partly {
  const size = rolls.pick(SECTOR_SIZES);
  const changed = changedSectors(before, after, size);
  const arrived = rolls.below(2) === 0 ? changed.slice(0, rolls.below(changed.length + 1)) : someOf(changed, rolls);
  const bytes = Buffer.alloc(Math.max(before.length, after.length));
  before.copy(bytes);
  for (const sector of arrived) after.copy(bytes, sector * size, sector * size, (sector + 1) * size);
  const length = lengthAfter(before.length, after.length, Math.max(0, ...arrived.map((sector) => (sector + 1) * size)), rolls);
  return {
    bytes: bytes.subarray(0, length),
    story: `${arrived.length} of ${changed.length} changed sectors of ${size} bytes and a length of ${length} between ${before.length} and ${after.length}`,
  };
}

function changedSectors(before: Buffer, after: Buffer, size: number): number[] {
  const count = Math.ceil(after.length / size);
  const sectors = Array.from({ length: count }, (_, sector) => sector);
  return sectors.filter((sector) => {
    const [start, end] = [sector * size, (sector + 1) * size];
    return start >= before.length || !before.subarray(start, end).equals(after.subarray(start, end));
  });
}

/** Each with a chance that is the same for all of them: nearly none, nearly all, or about half. */
function someOf(sectors: readonly number[], { next, pick }: Dice): number[] {
  const chance = pick([0.05, 0.5, 0.95]);
  return sectors.filter(() => next() < chance);
}

/** A file is as long as what arrived of it needs; what it was lengthened by beyond that may have come or not, as zeros. */
function lengthAfter(before: number, after: number, needed: number, { pick, below }: Dice): number {
  const shortest = Math.max(Math.min(before, after), Math.min(needed, after));
  const longest = Math.max(before, after, shortest);
  return pick([shortest, longest, shortest + below(longest - shortest + 1)]);
}
