import { NAME, NUMBER, type ProgramTable, TEXT } from './argumentTable';

const words = (text: string) => text.trim().replaceAll(/\s+/g, ' ');

const LS: ProgramTable = {
  flags: 'aAlhtrRsSdFi1UXkmnpgGoQqxCcuNbB',
  values: { w: NUMBER },
  long: words(`all almost-all human-readable reverse recursive size inode directory classify group-directories-first full-time si no-group
    numeric-uid-gid color`),
  longValues: { color: TEXT, sort: TEXT, time: TEXT, 'time-style': TEXT, format: TEXT, hide: TEXT, ignore: TEXT, 'block-size': TEXT },
  rest: 'paths',
};

/** Programs that tell of files and folders, and those that search them. None follows the links that it finds on its way. */
export const FILE_PROGRAMS: { readonly [program: string]: ProgramTable } = {
  ls: LS,
  dir: LS,
  stat: { flags: 't', values: { c: TEXT }, long: 'terse', longValues: { format: TEXT, printf: TEXT }, rest: 'paths' },
  file: { flags: 'bik', long: 'brief mime mime-type mime-encoding keep-going', rest: 'paths' },
  du: {
    flags: 'shackmbxS0',
    values: { d: NUMBER },
    long: 'summarize human-readable apparent-size total all bytes null',
    longValues: { 'max-depth': NUMBER, exclude: TEXT },
    rest: 'paths',
  },
  df: { flags: 'hkTiPlam', long: 'human-readable total', rest: 'paths' },
  tree: {
    flags: 'adfipsughDFrtcnACNQ',
    values: { L: NUMBER, P: TEXT, I: TEXT },
    long: 'dirsfirst filesfirst noreport gitignore prune du si',
    rest: 'paths',
  },
  realpath: { flags: 'emqsz', long: 'canonicalize-existing canonicalize-missing', rest: 'paths' },
  readlink: { flags: 'femnqz', long: 'canonicalize canonicalize-existing canonicalize-missing no-newline', rest: 'paths' },
  basename: { flags: 'az', values: { s: TEXT }, rest: 'printed' },
  dirname: { flags: 'z', rest: 'printed' },
  rg: {
    flags: 'niwlcovFsSxPuNHIUpaq0.',
    values: { e: TEXT, g: TEXT, t: NAME, T: NAME, A: NUMBER, B: NUMBER, C: NUMBER, m: NUMBER, d: NUMBER, M: NUMBER, r: TEXT },
    long: words(`hidden no-ignore ignore-case smart-case case-sensitive word-regexp line-regexp fixed-strings files files-with-matches
      files-without-match count count-matches line-number no-line-number heading no-heading only-matching multiline invert-match json stats
      column vimgrep trim no-filename with-filename pcre2 text quiet pretty null`),
    longValues: {
      ...{ glob: TEXT, iglob: TEXT, type: NAME, 'type-not': NAME, color: NAME, sort: NAME, sortr: NAME, regexp: TEXT, replace: TEXT },
      ...{ context: NUMBER, 'after-context': NUMBER, 'before-context': NUMBER },
      ...{ 'max-count': NUMBER, 'max-depth': NUMBER, 'max-columns': NUMBER },
    },
    operands: [TEXT],
    instead: ['e', 'regexp', 'files'],
    rest: 'paths',
  },
  fd: {
    flags: 'HIisgap0u',
    values: { e: TEXT, t: NAME, d: NUMBER, E: TEXT },
    long: 'hidden no-ignore ignore-case case-sensitive glob absolute-path full-path print0 unrestricted',
    longValues: { extension: TEXT, type: NAME, 'max-depth': NUMBER, exclude: TEXT },
    operands: [TEXT],
    rest: 'paths',
  },
};

const FIND_ALONE = new Set(
  '-print -print0 -empty -a -and -o -or -not ! ( ) , -prune -depth -xdev -mount -daystart -ls -true -false'.split(' '),
);
const FIND_WITH_TEXT = new Set(
  words(`-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -size -mtime -mmin -atime -amin -ctime -cmin
    -maxdepth -mindepth -perm -user -group -links -printf`).split(' '),
);
const EXPRESSION = /^[-(!,)]/;

/** The places that `find` searches, and the files it compares with, where it does nothing but print what it finds. */
export function findPlaces(given: readonly (string | undefined)[]): readonly number[] | undefined {
  const first = given.findIndex((text) => text === undefined || EXPRESSION.test(text));
  const start = first === -1 ? given.length : first;
  const places = given.slice(0, start).map((_, place) => place);
  for (let place = start; place < given.length; place += 1) {
    const text = given[place];
    if (text === undefined) return undefined;
    if (FIND_ALONE.has(text)) continue;
    if (!FIND_WITH_TEXT.has(text) && text !== '-newer') return undefined;
    place += 1;
    if (given[place] === undefined) return undefined;
    if (text === '-newer') places.push(place);
  }
  return places;
}
