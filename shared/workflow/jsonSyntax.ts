import { DEEPEST_JSON } from './isJson';

export type SyntaxFault = { readonly line: number; readonly column: number; readonly message: string };

const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in strings (RFC 8259, section 7)
  /[ \t\r\n]*(?:(?<string>"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001F]*)*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[[\]{},:]))/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing more';

/**
 * Where a text stops being JSON, in lines and columns from 1; `null` for sound JSON. The parser of the platform often says
 * only what is wrong, not where. Nesting deeper than `DEEPEST_JSON` is a fault too, found before anything recursive sees it.
 */
export function findSyntaxFault(text: string): SyntaxFault | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const next = accept(expected, match.groups ?? {}, open);
    if (next === null) return faultAt(text, offset, expected);
    if (open.length > DEEPEST_JSON) return { ...placeAt(text, offset), message: `more than ${DEEPEST_JSON} levels of nesting: flatten it` };
    expected = next;
    offset = TOKEN.lastIndex;
  }
  return expected === 'nothing more' && text.slice(offset).trim() === '' ? null : faultAt(text, offset, expected);
}

/** What may follow the token, or `null` if the token itself may not stand here. Keeps `open` up to date. */
function accept(expected: Expected, token: Readonly<Record<string, string | undefined>>, open: ('{' | '[')[]): Expected | null {
  const { string, mark } = token;
  const afterValue = () => (open.length > 0 ? ', or end' : 'nothing more');
  if (expected === ':') return mark === ':' ? 'value' : null;
  if (expected === ', or end' && mark === ',') return open.at(-1) === '{' ? 'key' : 'value';
  if (mark === '}' || mark === ']') {
    const mayClose = expected === ', or end' || expected === (mark === '}' ? 'key or }' : 'value or ]');
    if (!mayClose || open.pop() !== (mark === '}' ? '{' : '[')) return null;
    return afterValue();
  }
  if (expected === 'key' || expected === 'key or }') return string === undefined ? null : ':';
  if (expected !== 'value' && expected !== 'value or ]') return null;
  if (mark === '{' || mark === '[') {
    open.push(mark);
    return mark === '{' ? 'key or }' : 'value or ]';
  }
  return mark === undefined ? afterValue() : null;
}

const WANTED: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a name in double quotes',
  'key or }': 'a name in double quotes or "}"',
  ':': '":"',
  ', or end': '"," or a closing bracket',
  'nothing more': 'the end of the text',
};

function faultAt(text: string, offset: number, expected: Expected): SyntaxFault {
  const start = text.length - text.slice(offset).replace(/^[ \t\r\n]+/, '').length;
  const found = start >= text.length ? 'the text ends' : `there is ${JSON.stringify(text.slice(start, start + 12).split(/\s/, 1)[0])}`;
  return { ...placeAt(text, start), message: `${WANTED[expected]} was expected, but ${found}` };
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
