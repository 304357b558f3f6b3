import { deflateSync, inflateSync } from 'node:zlib';
import { damagedRow } from './storeError';

/** JSON as it lies in a column of type ANY: text, or above a size zlib's format, whose checksum also finds damage. */
export type PackedJson = string | Buffer;

const COMPRESSED_ABOVE_CHARACTERS = 16 * 1024;
/** Far above anything stored; stops a damaged length from asking for all memory. */
const LARGEST_BYTES = 512 * 1024 * 1024;

export function packJson(value: unknown): PackedJson {
  const text = JSON.stringify(value);
  return text.length > COMPRESSED_ABOVE_CHARACTERS ? deflateSync(text, { level: 3 }) : text;
}

/** `what` names the row in the error (`STORE_FAILED`) for content that cannot be read. */
export function unpackJson(packed: unknown, what: string): unknown {
  try {
    if (typeof packed === 'string') return JSON.parse(packed);
    if (packed instanceof Uint8Array) return JSON.parse(inflateSync(packed, { maxOutputLength: LARGEST_BYTES }).toString('utf8'));
  } catch (error) {
    throw damagedRow(what, error);
  }
  throw damagedRow(what);
}
