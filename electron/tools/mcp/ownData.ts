import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProgramEntry } from './serverEntry';

/** Programs that run what they are given, as a file or as a text. What stands behind one of them is no data. */
const INTERPRETER =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|nodemon|zx|py|[im]?python[\d.]*|pypy[\d.]*|ruby|php[\d.]*|perl[\d.]*|lua[\d.]*|java|[gmn]?awk|R|Rscript|julia|dotnet|make|[a-z]*sh|cmd|busybox|toybox|source|\.)(?:@.*|\.exe|\.cmd)?$/i;
const CODE_OPTION = /^(?:-[ce]|\/c|--(?:eval|print|exec|command|call|shell|require|import|loader))(?:=|$)/i;
/** Options that say of their value that it is kept or written; no interpreter runs it. */
const TELLS_DATA = /^--?(?:log|pid|db|database|sqlite|data|store|storage|memory|cache|state|history)(?:[-_]?(?:file|path|uri))?$/i;
const DATA = /\.(?:db|sqlite3?|log|csv|tsv|jsonl|ndjson|pid)$|(?:^|[^A-Za-z])(?:memory|data|store|state|cache|history|graph)\.json$/i;
const TOLD_DATA = /\.(?:db|sqlite3?|log|csv|tsv|jsonl|ndjson|pid|json|txt)$/i;
const DATABASE = /\.(?:db|sqlite3?)$/i;
const DATABASE_BEGINS = 'SQLite format 3\0';

/** How runtimes read their options up to the script; behind it all is the script's. An option that is neither may be anything. */
const RUNTIMES = [
  {
    name: /^(?:node|nodejs|tsx)(?:\.exe|\.cmd)?$/i,
    alone:
      /^--(?:(?!eval=|print=)[\w-]+=.*|no-warnings|no-deprecation|enable-source-maps|trace-warnings|experimental-strip-types|experimental-transform-types|expose-gc|use-system-ca)$/s,
    withValue: /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/,
  },
  { name: /^(?:python[\d.]*|pypy[\d.]*)(?:\.exe)?$/i, alone: /^-(?:[uBEsSIqv]|OO?)+$/, withValue: /^-[XW]$/ },
] as const;

/**
 * The arguments without those that are surely a server's own data, which change by its work: files with the endings of data that a script is given
 * by a runtime, that stand behind an option such as `--db`, or that are databases. Whatever an interpreter may run stays.
 */
export async function withoutOwnData(entry: ProgramEntry): Promise<readonly string[]> {
  const { command, args, cwd } = entry;
  const isModule = /^python[\d.]*$/.test(path.basename(command)) && args[0] === '-m';
  const own = isModule ? 2 : startOfOwn(command, args);
  const isData = async (argument: string, place: number): Promise<boolean> => {
    if (own === undefined || place < own) return false;
    const value = givenValue(argument);
    const option = argument === value ? args[place - 1] : argument.slice(0, argument.indexOf('='));
    if (TOLD_DATA.test(value) && TELLS_DATA.test(option ?? '')) return true;
    if (isModule) return false;
    return own > 0 ? DATA.test(value) : DATABASE.test(value) && (await isDatabase(path.resolve(cwd, value)));
  };
  const kept = await Promise.all(args.map(async (argument, place) => ((await isData(argument, place)) ? [] : [argument])));
  return kept.flat();
}

function givenValue(argument: string): string {
  return /^--?[\w-]+=/.test(argument) ? argument.slice(argument.indexOf('=') + 1) : argument;
}

/** Where a server's own arguments begin: behind the script of a runtime, for other programs at once; nothing if one of them may be run. */
function startOfOwn(command: string, args: readonly string[]): number | undefined {
  const runtime = RUNTIMES.find(({ name }) => name.test(path.basename(command)));
  if (!runtime) return startsCode(command, args) ? undefined : 0;
  let place = 0;
  for (let word = args[0]; word?.startsWith('-'); word = args[place]) {
    if (runtime.alone.test(word)) place += 1;
    else if (runtime.withValue.test(word)) place += 2;
    else return undefined;
  }
  const script = args[place]?.replace(/^(?:\.{0,2}\/)+/, '');
  // A mere word may be an order to the runtime, as in `node inspect x`.
  return script === undefined || !/[./\\]/.test(script) || script.split(/[/\\]/).some((name) => INTERPRETER.test(name))
    ? undefined
    : place + 1;
}

function startsCode(command: string, args: readonly string[]): boolean {
  return (
    [command, ...args].some((word) => INTERPRETER.test(path.basename(word))) ||
    args.some((word) => CODE_OPTION.test(word) || /\s/.test(word))
  );
}

async function isDatabase(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    await using handle = await open(file, 'r');
    const { buffer } = await handle.read(Buffer.alloc(DATABASE_BEGINS.length), 0, DATABASE_BEGINS.length, 0);
    return buffer.toString('latin1') === DATABASE_BEGINS;
  } catch {
    return false;
  }
}
