const SHORT_ESCAPES: { readonly [character: string]: readonly string[] } = {
  '\n': ['\r\n', '\\n', '\\r\\n', '%0D%0A', '%0d%0a'],
  '\r': ['\\r'],
  '\t': ['\\t'],
  ' ': ['+'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  // Between single quotes shells know no escapes: they are ended, and begun again.
  "'": ['&apos;', `'\\''`, `'"'"'`],
};

/**
 * How programs write a character of a secret: as itself, percent-encoded (RFC 3986), escaped as in JSON, Python or a shell, or as HTML does.
 * Letters and digits stand as they are everywhere.
 */
export function spellingsOf(character: string): readonly string[] {
  if (/^[A-Za-z0-9]$/.test(character)) return [character];
  const bytes = [...Buffer.from(character)];
  const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const code = character.codePointAt(0) ?? 0;
  const inHexadecimal = [
    bytes.map((byte) => `%${hexadecimal(byte)}`).join(''),
    bytes.map((byte) => `\\x${hexadecimal(byte)}`).join(''),
    units.join(''),
    `&#x${code.toString(16)};`,
    ...(code < 256 ? [`\\x${hexadecimal(code)}`] : []),
  ];
  const inUpperCase = inHexadecimal.map((spelling) =>
    spelling.replaceAll(/[0-9a-f]{2,}|(?<=&#x)[0-9a-f]+/g, (digits) => digits.toUpperCase()),
  );
  return [
    ...new Set([
      character,
      ...inHexadecimal,
      ...inUpperCase,
      bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
      `&#${code};`,
      ...(character >= ' ' ? [`\\${character}`] : []),
      ...(SHORT_ESCAPES[character] ?? []),
    ]),
  ];
}

/** Base64 has two alphabets (RFC 4648, section 4 and 5). */
export function spellingsInBase64(character: string): readonly string[] {
  if (character === '+') return [...spellingsOf('+'), '-'];
  if (character === '/') return [...spellingsOf('/'), '_'];
  return spellingsOf(character);
}

function hexadecimal(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
