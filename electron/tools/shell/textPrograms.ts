import { NUMBER, type ProgramTable, TEXT } from './argumentTable';

const FILES: ProgramTable = { rest: 'paths' };
const SUMS: ProgramTable = { flags: 'bt', long: 'binary text tag', rest: 'paths' };
const LINES: ProgramTable = {
  flags: 'qvz',
  values: { n: NUMBER, c: NUMBER },
  long: 'quiet silent verbose',
  longValues: { lines: NUMBER, bytes: NUMBER },
  hasCount: true,
  rest: 'paths',
};
const GREP: ProgramTable = {
  flags: 'EFGPivwxclLoqsnHhbarIT',
  values: { e: TEXT, m: NUMBER, A: NUMBER, B: NUMBER, C: NUMBER },
  long: `recursive ignore-case no-ignore-case word-regexp line-regexp count files-with-matches files-without-match line-number with-filename
    no-filename only-matching quiet silent no-messages invert-match extended-regexp fixed-strings basic-regexp perl-regexp text color colour
    initial-tab line-buffered byte-offset`.replaceAll(/\s+/g, ' '),
  longValues: {
    ...{ include: TEXT, exclude: TEXT, 'exclude-dir': TEXT, regexp: TEXT, 'binary-files': TEXT, color: TEXT, colour: TEXT },
    ...{ 'max-count': NUMBER, context: NUMBER, 'after-context': NUMBER, 'before-context': NUMBER },
  },
  hasCount: true,
  operands: [TEXT],
  instead: ['e', 'regexp'],
  rest: 'paths',
};
const SORT_KEY = /^[\d.,bdfgiMhnrRV]+$/;

/** Programs that print the files they are told of, or what they are fed, in another shape. */
export const TEXT_PROGRAMS: { readonly [program: string]: ProgramTable } = {
  cat: { flags: 'nbsEATvetu', long: 'number number-nonblank squeeze-blank show-ends show-tabs show-all show-nonprinting', rest: 'paths' },
  tac: FILES,
  rev: FILES,
  nl: { values: { b: TEXT, n: TEXT, s: TEXT, w: NUMBER, v: NUMBER, i: NUMBER }, rest: 'paths' },
  head: LINES,
  tail: LINES,
  wc: { flags: 'lwcmL', long: 'lines words chars bytes max-line-length', rest: 'paths' },
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  cut: {
    flags: 'snz',
    values: { d: TEXT, f: TEXT, c: TEXT, b: TEXT },
    long: 'complement only-delimited',
    longValues: { delimiter: TEXT, fields: TEXT, characters: TEXT, bytes: TEXT, 'output-delimiter': TEXT },
    rest: 'paths',
  },
  tr: { flags: 'cdsCt', long: 'delete squeeze-repeats complement', operands: [TEXT, TEXT] },
  paste: { flags: 'sz', values: { d: TEXT }, long: 'serial', longValues: { delimiters: TEXT }, rest: 'paths' },
  join: {
    flags: 'i',
    values: { t: TEXT, 1: NUMBER, 2: NUMBER, j: NUMBER, a: NUMBER, v: NUMBER, e: TEXT, o: TEXT },
    operands: ['place', 'place'],
  },
  comm: { flags: '123', operands: ['place', 'place'] },
  cmp: { flags: 'slb', values: { n: NUMBER }, operands: ['file', 'file'] },
  diff: {
    flags: 'uqswbBiaEZyc',
    values: { U: NUMBER, C: NUMBER, W: NUMBER },
    long: `unified context brief report-identical-files ignore-all-space ignore-space-change ignore-blank-lines ignore-case text minimal
      side-by-side color suppress-common-lines`.replaceAll(/\s+/g, ' '),
    longValues: { unified: NUMBER, context: NUMBER, width: NUMBER, color: TEXT },
    operands: ['file', 'file'],
  },
  sort: {
    flags: 'bdfgiMhnRrVcCmsuz',
    values: { k: SORT_KEY, t: TEXT },
    long: `reverse unique numeric-sort human-numeric-sort version-sort general-numeric-sort ignore-case ignore-leading-blanks stable check
      zero-terminated`.replaceAll(/\s+/g, ' '),
    longValues: { key: SORT_KEY, 'field-separator': TEXT },
    rest: 'paths',
  },
  // Its second operand is written to.
  uniq: {
    flags: 'cdDuiz',
    values: { f: NUMBER, s: NUMBER, w: NUMBER },
    long: 'count repeated unique ignore-case',
    operands: ['place'],
  },
  fold: { flags: 'sb', values: { w: NUMBER }, rest: 'paths' },
  fmt: { values: { w: NUMBER }, rest: 'paths' },
  expand: { values: { t: TEXT }, rest: 'paths' },
  unexpand: { flags: 'a', values: { t: TEXT }, rest: 'paths' },
  column: { flags: 'tx', values: { s: TEXT, c: NUMBER, o: TEXT }, rest: 'paths' },
  od: { flags: 'abcdfilosxv', values: { A: TEXT, t: TEXT, N: NUMBER, j: NUMBER }, rest: 'paths' },
  hexdump: { flags: 'Cvbcdox', values: { n: NUMBER, s: NUMBER }, rest: 'paths' },
  base64: { flags: 'd', values: { w: NUMBER }, long: 'decode', operands: ['place'] },
  cksum: FILES,
  sum: FILES,
  md5sum: SUMS,
  sha1sum: SUMS,
  sha224sum: SUMS,
  sha256sum: SUMS,
  sha384sum: SUMS,
  sha512sum: SUMS,
  b2sum: SUMS,
};
