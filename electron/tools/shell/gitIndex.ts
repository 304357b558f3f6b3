import { readFileSync, statSync } from 'node:fs';

const LARGEST = 64 * 1024 * 1024;
const HEADER = 12;
/** Times, numbers, mode, owner and size of a file, before its hash. */
const MODE_AT = 24;
const HASH_AT = 40;
const FLAGS_AT = HASH_AT + 20;
const HAS_MORE_FLAGS = 0x4000;
const NESTED = 0o160000;
const KIND = 0o170000;

/**
 * Why reading the work tree by this index could start what nobody here has looked at, as a sentence: it names repositories within, each with
 * a configuration of its own, or is of a form that is not known. Nothing for an index of plain files, or none.
 */
export function indexDrives(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile() || stat.size > LARGEST) return 'the index of the repository is not one that can be looked through';
  try {
    return holdsOnlyFiles(readFileSync(file)) ? undefined : 'the repository has others within it, each with a configuration of its own';
  } catch (error) {
    if (error instanceof RangeError) return 'the index of the repository cannot be read';
    throw error;
  }
}

/** Reading beyond its end throws a `RangeError`. */
function holdsOnlyFiles(index: Buffer): boolean {
  const version = index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return false;
  let place = HEADER;
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    if ((index.readUInt32BE(place + MODE_AT) & KIND) === NESTED) return false;
    const flags = index.readUInt16BE(place + FLAGS_AT);
    const name = place + FLAGS_AT + 2 + (version > 2 && (flags & HAS_MORE_FLAGS) !== 0 ? 2 : 0);
    // In version 4 a number of variable length stands before the name, and nothing after it.
    const end = index.indexOf(0, version === 4 ? endOfNumber(index, name) : name);
    if (end === -1) return false;
    place = version === 4 ? end + 1 : place + (Math.floor((end - place) / 8) + 1) * 8;
  }
  return hasKnownExtensions(index, place);
}

function endOfNumber(index: Buffer, start: number): number {
  let place = start;
  while ((index.readUInt8(place) & 0x80) !== 0) place += 1;
  return place + 1;
}

/** What git must not pass over has a name in small letters: a part of the index kept elsewhere, folders in place of their files. */
function hasKnownExtensions(index: Buffer, start: number): boolean {
  const checksum = index.length - 20;
  let place = start;
  while (place + 8 <= checksum) {
    if (!/^[A-Z]{3}/.test(index.toString('latin1', place, place + 4))) return false;
    place += 8 + index.readUInt32BE(place + 4);
  }
  return place === checksum;
}
