import { NOTHING_OPENED, type ProgramTable, type Reading, readArguments } from './argumentTable';
import { FILE_PROGRAMS, findPlaces } from './filePrograms';
import { readFilter } from './filterScripts';
import type { ShellWord } from './shellWord';
import { asksForVersion, SYSTEM_PROGRAMS } from './systemPrograms';
import { TEXT_PROGRAMS } from './textPrograms';

const TABLES = new Map<string, ProgramTable>(
  [TEXT_PROGRAMS, FILE_PROGRAMS, SYSTEM_PROGRAMS].flatMap((programs) => Object.entries(programs)),
);
/** Programs whose words are no options and operands. */
const POLICIES: { readonly [program: string]: (words: readonly ShellWord[]) => Reading | undefined } = {
  find: (words) => {
    const places = findPlaces(words.map(({ literal }) => literal));
    return places && { places: places.flatMap((place) => words[place] ?? []), files: [] };
  },
  tar: listsArchive,
  ps: fitting(/^(aux(ww?)?|-ef|-eF|-e|-A|-f|-p \d+|aux --sort=-(%cpu|%mem|rss))?$/),
  test: tests,
  '[': (words) => (words.at(-1)?.literal === ']' ? tests(words.slice(0, -1)) : undefined),
  read: fitting(/^(-r )?[a-z_][a-z0-9_]*( [a-z_][a-z0-9_]*)*$/),
  set: fitting(/^([-+](?=[eux])[eux]*|-[eux]*o (pipefail|errexit|nounset))$/),
  cd: ([to, ...others]) => (to?.literal && !to.literal.startsWith('-') && others.length === 0 ? { places: [to], files: [] } : undefined),
};

/** What a program opens when it does nothing but read with these words; nothing if it may do more. Programs that are not known may do anything. */
export function readsOf(program: string, words: readonly ShellWord[]): Reading | undefined {
  if (
    asksForVersion(
      program,
      words.map(({ literal }) => literal),
    )
  )
    return NOTHING_OPENED;
  if (Object.hasOwn(POLICIES, program)) return POLICIES[program]?.(words);
  const table = TABLES.get(program);
  return table ? readArguments(table, words) : readFilter(program, words);
}

export function onlyReads(program: string, words: readonly ShellWord[]): boolean {
  return readsOf(program, words) !== undefined;
}

function fitting(pattern: RegExp): (words: readonly ShellWord[]) => Reading | undefined {
  return (words) => (words.every(({ literal }) => literal !== undefined) && pattern.test(joined(words)) ? NOTHING_OPENED : undefined);
}

function joined(words: readonly ShellWord[]): string {
  return words.map(({ literal = '' }) => (/^[^\s]+$/.test(literal) ? literal : '\n')).join(' ');
}

/** `tar tf FILE`; a file of the form `host:file` is fetched by a program. */
function listsArchive([how, file, ...others]: readonly ShellWord[]): Reading | undefined {
  const isListing = /^-?t[vzjJ]*f$/.test(how?.literal ?? '') && others.length === 0;
  return isListing && file && /^(?!-)[^:]+$/.test(file.literal ?? '') ? { places: [file], files: [] } : undefined;
}

const OF_FILE = /^-[edfrwxsLh]$/;
const OF_TEXT = /^-[zn]$/;
const COMPARING = /^(=|==|!=|-eq|-ne|-lt|-le|-gt|-ge)$/;

/** One test of a file or a text. `-v` would look into subscripts, which bash runs. */
function tests(words: readonly ShellWord[]): Reading | undefined {
  const [first, second, third, ...others] = words[0]?.literal === '!' ? words.slice(1) : words;
  if (!first || !second || others.length > 0) return undefined;
  if (third) {
    const isComparing = COMPARING.test(second.literal ?? '') && isText(first) && isText(third);
    return isComparing ? NOTHING_OPENED : undefined;
  }
  if (OF_TEXT.test(first.literal ?? '') && isText(second)) return NOTHING_OPENED;
  return OF_FILE.test(first.literal ?? '') ? readArguments({ isPlain: true, rest: 'paths' }, [second]) : undefined;
}

function isText({ literal, staysText }: ShellWord): boolean {
  return literal !== undefined || staysText === true;
}
