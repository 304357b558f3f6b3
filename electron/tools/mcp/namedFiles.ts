import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ServerEntry } from './serverEntry';

type ProgramEntry = Extract<ServerEntry, { kind: 'stdio' }>;

/** What runtimes add to a name by themselves. */
const LEFT_OUT = ['', '.js', '.cjs', '.mjs', '.ts', '.json', '.node', '.py', '.sh', '.cmd', '.bat', '.exe'];
/** What they run of a folder. */
const OF_A_FOLDER = ['package.json', 'index.js', 'index.mjs', 'index.cjs', 'index.ts', '__main__.py', '__init__.py'];
/** What those that run a project's own scripts read them from. */
const OF_A_PROJECT = [
  'package.json',
  '.npmrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
  'deno.json',
  'Makefile',
  'makefile',
  'justfile',
  'pyproject.toml',
];
const RUNTIME = /^(?:node|nodejs|bun|deno|tsx|ts-node|python[\d.]*|pypy\d?|ruby|php)(?:\.exe)?$/;
const RUNNER = /^(?:npm|pnpm|yarn|yarnpkg|bun|deno|make|just|uv|poetry|hatch)(?:\.cmd|\.exe)?$/;
/** What servers are given to keep their own data in, unless it is the first thing a program is given to run. */
const WRITTEN_BY_SERVERS = /\.(?:db|sqlite3?|log|txt|csv|tsv|jsonl|pid|lock)$/i;
/** Variables that make a program load others. */
const LOADING = /^(?:NODE_OPTIONS|BASH_ENV|ENV|LD_PRELOAD|DYLD_INSERT_LIBRARIES|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS)$/i;

/**
 * The existing files that an entry names, absolute: as its program, as arguments or parts of them, in a shell's text, or by leaving out what
 * runtimes and package runners add by themselves. What these files load in turn is not among them.
 */
export async function namedFiles(entry: ProgramEntry): Promise<readonly string[]> {
  const { command, args, env, cwd } = entry;
  const texts = [...args, ...Object.entries(env).flatMap(([name, value]) => (LOADING.test(name) ? [value] : []))];
  const words = [...new Set(texts.flatMap(wordsOf))];
  const folders = [
    cwd,
    ...(await existing(
      words.map((word) => path.resolve(cwd, word)),
      'folder',
    )),
  ];
  const names = [command, ...words].map((word) => path.basename(word));
  const runs = { folders: names.some((name) => RUNTIME.test(name)), projects: names.some((name) => RUNNER.test(name)) };
  const ofFolders = runs.folders ? folders.slice(1).flatMap((folder) => OF_A_FOLDER.map((name) => path.join(folder, name))) : [];
  const ofProjects = runs.projects
    ? [...folders, ...parents(cwd)].flatMap((folder) => OF_A_PROJECT.map((name) => path.join(folder, name)))
    : [];
  const places = words.flatMap((word) => folders.flatMap((folder) => placesOf(folder, word)));
  const [, ...further] = args.filter((argument) => !argument.startsWith('-')).map((argument) => path.resolve(cwd, argument));
  const data = new Set(further.filter((place) => WRITTEN_BY_SERVERS.test(place)));
  const found = await existing([...places.filter((place) => !data.has(place)), ...ofFolders, ...ofProjects], 'file');
  const mains = await Promise.all(found.filter((file) => path.basename(file) === 'package.json').map(mainOf));
  return [...new Set([...(await programs(entry)), ...found, ...(await existing(mains.flat(), 'file'))])].sort();
}

/** An argument, what follows its `=` or its letter, and the words in it. */
function wordsOf(text: string): readonly string[] {
  const parts = text.split(/[\s'"`;|&()<>=,$]+/);
  return [text, ...parts, ...parts.flatMap((part) => (/^-[A-Za-z]./.test(part) ? [part.slice(2)] : []))].filter(
    (word) => word !== '' && !word.includes('\0'),
  );
}

function placesOf(folder: string, word: string): readonly string[] {
  const place = path.resolve(folder, word);
  const isBare = !/[/\\]/.test(word);
  const module = isBare ? [`${path.resolve(folder, word.replaceAll('.', '/'))}.py`] : [];
  return [...LEFT_OUT.map((ending) => place + ending), ...module, ...(isBare ? [path.join(folder, 'node_modules', '.bin', word)] : [])];
}

/** The program itself: by its path, or where a path that the entry gives leads to; else only when it lies in the server's folder. */
async function programs({ command, env, cwd }: ProgramEntry): Promise<readonly string[]> {
  if (/[/\\]/.test(command)) return existing([path.resolve(cwd, command)], 'file');
  const given = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1];
  const folders = (given ?? process.env.PATH ?? '').split(path.delimiter).map((folder) => path.resolve(cwd, folder));
  const isMeant = (folder: string) => given !== undefined || folder === cwd || folder.startsWith(cwd + path.sep);
  return existing(
    folders.filter(isMeant).flatMap((folder) => placesOf(folder, command)),
    'file',
  );
}

/** Runners look for their project upwards, too. */
function parents(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...parents(parent)];
}

/** The script of a package, as runtimes find it. One that cannot be read has none. */
async function mainOf(file: string): Promise<readonly string[]> {
  try {
    const { main } = Object(JSON.parse(await readFile(file, 'utf8')));
    return typeof main === 'string' ? placesOf(path.dirname(file), main) : [];
  } catch {
    return [];
  }
}

async function existing(places: readonly string[], kind: 'file' | 'folder'): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(places)].map(async (place) => ((await kindOf(place)) === kind ? [place] : [])));
  return found.flat();
}

async function kindOf(place: string): Promise<'file' | 'folder' | undefined> {
  try {
    const stats = await stat(place);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined;
  }
}
