import { type SecretLook, secretLook } from './secretLook';
import { spellingsInBase64, spellingsOf } from './secretSpellings';

/** What somebody said is a secret is one, short as it may be; a letter or two would blacken everything. */
const SHORTEST_TOLD = 4;
/** Of a secret of many lines, such as a private key, each line tells much; shorter ones are its end or none of it. */
const SHORTEST_LINE = 16;
/** In base64 what is left of shorter ones, whatever stands beside them, might be a part of any text. */
const SHORTEST_IN_BASE64 = 12;
/** Programs that write base64 break its lines wherever they like, and others write these breaks down. */
const LINE_BREAKS = ['\n', '\r\n', '\\n', '\\r\\n', '%0A', '%0D%0A', '%0a', '%0d%0a'];

/** A secret as it stands by itself, in JSON and other quotes, in an address or a shell's words, line by line, and in base64. */
export function looksOf(value: string): readonly SecretLook[] {
  if (value.length < SHORTEST_TOLD) return [];
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const long = lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE && !/^-----(?:BEGIN|END) /.test(line));
  const plain = [value.replaceAll('\r\n', '\n'), ...new Set(long)].map((text) => secretLook(Array.from(text, spellingsOf)));
  return [...plain, ...(value.length < SHORTEST_IN_BASE64 ? [] : inBase64(value))];
}

/** What base64 makes of it behind whatever text, as far as that text has no say in it. */
function inBase64(value: string): readonly SecretLook[] {
  return [0, 1, 2].map((before) => secretLook(Array.from(certainPart(value, before), spellingsInBase64), LINE_BREAKS));
}

/** Each letter stands for six bits; those count of which all are the secret's, when it stands behind so many bytes. */
function certainPart(value: string, before: number): string {
  const bytes = Buffer.from('\0'.repeat(before) + value);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
