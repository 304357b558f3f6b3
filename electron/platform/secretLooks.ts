/** What somebody said is a secret is one, short as it may be; a letter or two would blacken everything. */
const SHORTEST_TOLD = 4;
/** Of a secret of many lines, such as a private key, each line tells much; shorter ones are its end or none of it. */
const SHORTEST_LINE = 16;
/** In base64 what is left of shorter ones, whatever stands beside them, might be a part of any text. */
const SHORTEST_IN_BASE64 = 12;
/** Programs that write base64 break its lines here (RFC 1421, RFC 2045). */
const LINE_WIDTHS = [64, 76];

/** A secret as it stands by itself, in JSON and other quotes, in an address, line by line, and in base64. */
export function looksOf(value: string): readonly string[] {
  if (value.length < SHORTEST_TOLD) return [];
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const long = lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE && !/^-----(?:BEGIN|END) /.test(line));
  const inQuotes = value.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  const plain = [value, JSON.stringify(value).slice(1, -1), inQuotes, encodeURIComponent(value), ...long];
  return [...new Set([...plain, ...(value.length < SHORTEST_IN_BASE64 ? [] : inBase64(value))])];
}

/** What base64 (RFC 4648, section 4 and 5) makes of it behind whatever text, as far as that text has no say in it. */
function inBase64(value: string): readonly string[] {
  const kinds = ['base64', 'base64url'] as const;
  const found = kinds.flatMap((kind) => [0, 1, 2].map((before) => certainPart(value, before, kind)));
  const whole = certainPart(value, 0, 'base64');
  return [...found, ...found.map(encodeURIComponent), ...LINE_WIDTHS.flatMap((width) => brokenAt(width, whole))];
}

/** Each letter stands for six bits; those count of which all are the secret's, when it stands behind so many bytes. */
function certainPart(value: string, before: number, kind: 'base64' | 'base64url'): string {
  const bytes = Buffer.from('\0'.repeat(before) + value);
  return bytes.toString(kind).slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

function brokenAt(width: number, text: string): readonly string[] {
  const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE);
}
