/** What may follow a dollar sign that stands for itself. */
const AFTER_DOLLAR = String.raw`["\s|)/,.:;]`;
const PUT_IN = String.raw`\$(?:[a-zA-Z_]\w*|\{[a-zA-Z_]\w*\}|[?#])|\$\(\([\d\s+*%-]+\)\)`;
const END = String.raw`(?=[\s;&|)]|$)`;
const START = String.raw`(?<=^|[\s;&|(])`;

const IN_WORD = /[\w./,:=@%+^-]|(?<=[^=:])~|'[^']*'/y;
const IN_QUOTED_WORD = new RegExp(String.raw`\\(["\\$${'`'}])|[^"\\$${'`'}]|\\(?![\n"\\$${'`'}])|\$(?=${AFTER_DOLLAR})`, 'y');

/**
 * The text of a word that is plainly nothing else: letters and a few signs, what stands in quotes, and `\;`, `\(`, `\)`, `\!` or `{}` by
 * themselves; nothing for all others. It does not rely on the grammar, which may read a word otherwise than the shell.
 */
export function literalText(raw: string): string | undefined {
  if (/^(\{\}|!|\[|\])$/.test(raw)) return raw;
  if (/^\\[;()!]$/.test(raw)) return raw.slice(1);
  let text = '';
  let isQuoted = false;
  for (let place = 0; place < raw.length; ) {
    if (raw.charAt(place) === '"') {
      isQuoted = !isQuoted;
      place += 1;
      continue;
    }
    const found = matchAt(isQuoted ? IN_QUOTED_WORD : IN_WORD, raw, place);
    if (!found) return undefined;
    place += found[0].length;
    text += found[1] ?? (isQuoted ? found[0] : found[0].replaceAll("'", ''));
  }
  return isQuoted ? undefined : text;
}

/** What may stand outside of quotes: each is read alike by every grammar of the shell. */
const OUTSIDE = new RegExp(
  [
    String.raw`[ \t\n]`,
    `'[^']*'`,
    String.raw`\\[;()!]`,
    String.raw`${START}\{\}${END}`,
    PUT_IN,
    String.raw`<<'([A-Za-z_]+)'[ \t]*\n(?:(?:.|\n)*?\n)??\1(?=\n|$)`,
    String.raw`[<>]&\d${END}`,
    '>>?(?![>&(|])|<(?![<>&(])',
    String.raw`&&(?!&)|\|\|(?!\|)|\|(?![&|])|;(?![;&])|&(?![>&])`,
    // A comment of plain words, which would do no harm if they were none.
    String.raw`${START}#[\w .,:/-]*(?=\n|$)`,
    // Neither another comment nor `[[`.
    String.raw`(?!${START}(?:#|\[\[))[\w./,:=@%+^~*?!#[\]-]`,
  ].join('|'),
  'y',
);
const INSIDE = new RegExp(String.raw`[^"\\$${'`'}]|\\[^\n]|${PUT_IN}|\$(?=${AFTER_DOLLAR})`, 'y');
const OPENING = /\$\((?!\()|"/y;
/** A subshell begins where a command does; elsewhere a parenthesis makes functions, arrays and patterns. */
const BRACKET = new RegExp(String.raw`\$\((?!\()|"|${START}\((?!\()|\)`, 'y');

/**
 * Whether a script keeps to the part of the shell's language that leaves nothing to be read in two ways. Loops, conditions, pipes, subshells,
 * substitutions and plain redirections are in it; braces, arrays, `[[`, `$'…'`, backquotes, functions and continued lines are not.
 */
export function isPlainSource(source: string): boolean {
  const frames: ('"' | '(')[] = [];
  for (let place = 0; place < source.length; ) {
    const isQuoted = frames.at(-1) === '"';
    const [sign = ''] = matchAt(isQuoted ? OPENING : BRACKET, source, place) ?? [];
    if (sign === ')') {
      if (frames.pop() !== '(') return false;
    } else if (sign === '"' && isQuoted) frames.pop();
    else if (sign !== '') frames.push(sign === '"' ? '"' : '(');
    const length = sign.length || matchAt(isQuoted ? INSIDE : OUTSIDE, source, place)?.[0].length;
    if (length === undefined) return false;
    place += length;
  }
  return frames.length === 0;
}

function matchAt(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}
