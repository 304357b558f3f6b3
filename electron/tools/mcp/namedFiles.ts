import { glob, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../../../shared/lib/appError';
import { wordsOf } from './entryWords';
import { createExisting, type Existing } from './existingPlaces';
import { moduleFiles, moduleFolders } from './moduleFolders';
import { withoutOwnData } from './ownData';
import type { ProgramEntry } from './serverEntry';

/** What runtimes add to a name by themselves. */
const LEFT_OUT =
  ' .js .cjs .mjs .ts .cts .mts .tsx .jsx .json .node .wasm .py .rb .pl .pm .php .lua .class .jar .so .sh .cmd .bat .ps1 .exe'.split(' ');
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
/** Variables that make a program load others. */
const LOADING =
  /^(?:NODE_OPTIONS|BASH_ENV|ENV|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|PERL5OPT|PERL5DB|RUBYOPT|PYTHONSTARTUP|LUA_INIT\w*|PHPRC|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)$/i;
/** What other variables name counts if it is a program by its looks; else it may be data. */
const CODE = /\.(?:[cm]?[jt]sx?|py|rb|pl|pm|php|lua|jar|so|dylib|node|wasm|[a-z]*sh|cmd|bat|ps1|exe)$/i;
/** The folder of the server, as the system calls it. */
const OWN_FOLDER = /^\/proc\/(?:thread-)?self\/cwd\//;
/** More would hold up the start; nobody writes as many. */
const MOST_FOLDERS = 24;
const MOST_WORDS = 5_000;
const MOST_FITTING = 200;

/**
 * The existing files that an entry names, absolute: as its program, as arguments or parts of them, in a shell's text, as addresses, in what its
 * environment makes programs load, or by leaving out what runtimes and package runners add by themselves; but not its own data. What these files
 * load in turn is not among them. Rejects with `MCP_FAILED` when it names too much to be looked at.
 */
export async function namedFiles(entry: ProgramEntry): Promise<readonly string[]> {
  const { command, env, cwd } = entry;
  const existing = createExisting();
  const args = await withoutOwnData(entry);
  const settings = [...Object.entries(env), ...args.flatMap(settingsIn)];
  const loaded = settings.flatMap(([name, value]) => (LOADING.test(name) ? [value] : []));
  const words = [...new Set([...args, ...loaded].flatMap(wordsOf))];
  if (words.length > MOST_WORDS) {
    const why = 'its arguments have more words than can be looked at. Put them into a script, and start that';
    throw new AppError('MCP_FAILED', `The MCP server "${entry.name}" was not started: ${why}.`);
  }
  const inHome = [...args, ...loaded].some((text) => /~|\bHOME\b/.test(text)) ? [homedir()] : [];
  const folders = await foldersFor(existing, words, [cwd, ...inHome, ...moduleFolders(settings, cwd)]);
  const names = [command, ...words].map((word) => path.basename(word));
  const runs = { folders: names.some((name) => RUNTIME.test(name)), projects: names.some((name) => RUNNER.test(name)) };
  const ofFolders = runs.folders ? folders.slice(1).flatMap((folder) => OF_A_FOLDER.map((name) => path.join(folder, name))) : [];
  const ofProjects = runs.projects
    ? [...folders, ...parents(cwd)].flatMap((folder) => OF_A_PROJECT.map((name) => path.join(folder, name)))
    : [];
  const places = words.flatMap((word) => [...folders, ...pathOf(entry)].flatMap((folder) => placesOf(folder, word)));
  const fitting = (await Promise.all(words.map((word) => filesFitting(word, cwd)))).flat();
  const modules = await moduleFiles(settings, cwd);
  const found = await existing([...places, ...fitting, ...modules, ...ofFolders, ...ofProjects], 'file');
  const mains = await Promise.all(found.filter((file) => path.basename(file) === 'package.json').map(mainOf));
  const all = [
    ...(await programs(existing, entry)),
    ...(await codeIn(existing, entry)),
    ...found,
    ...(await existing(mains.flat(), 'file')),
  ];
  return [...new Set(all)].sort();
}

/** `NODE_PATH=lib`, as `env` and shells are given it. */
function settingsIn(text: string): readonly (readonly [name: string, value: string])[] {
  return [...text.matchAll(/\b([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s;&|]*))/g)].map(
    ([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? ''] as const,
  );
}

/** The folders that words name, also within each other, as when a shell goes from one to the next. */
async function foldersFor(existing: Existing, words: readonly string[], first: readonly string[]): Promise<readonly string[]> {
  const found = [...new Set(first)];
  const most = found.length + MOST_FOLDERS;
  for (let place = 0; place < found.length && found.length < most; place += 1) {
    const folder = found[place] ?? '';
    const further = await existing(
      words.flatMap((word) => namesOf(folder, word)),
      'folder',
    );
    found.push(...further.filter((one) => !found.includes(one)));
  }
  return found.slice(0, most);
}

/** Where a word leads to: as a path, as an address of a file, and where it says `~`. */
function namesOf(folder: string, word: string): readonly string[] {
  const isAddress = /^file:/i.test(word) || (/[%?#]/.test(word) && !/^[a-z][\w+.-]*:/i.test(word));
  // Behind a link, `..` leads elsewhere than by the letters.
  const asWritten = word.includes('..') ? [path.isAbsolute(word) ? word : `${folder}/${word}`] : [];
  return [
    path.resolve(folder, word),
    ...asWritten,
    ...(isAddress ? fileOf(word, folder) : []),
    ...(OWN_FOLDER.test(word) ? [path.join(folder, word.replace(OWN_FOLDER, ''))] : []),
    ...(word.startsWith('~/') ? [path.join(homedir(), word.slice(2))] : []),
  ];
}

function fileOf(address: string, folder: string): readonly string[] {
  try {
    const file = fileURLToPath(new URL(address, pathToFileURL(folder + path.sep)));
    return file.includes('\0') ? [] : [file];
  } catch {
    return [];
  }
}

function placesOf(folder: string, word: string): readonly string[] {
  const isBare = !/[/\\]/.test(word);
  const module = path.resolve(folder, word.replaceAll(/\.|::/g, '/'));
  const modules = isBare && /[.:]|^\w+$/.test(word) ? ['.py', '.pm', '.class'].map((ending) => module + ending) : [];
  const places = namesOf(folder, word).flatMap((place) => LEFT_OUT.map((ending) => place + ending));
  return [...places, ...modules, ...(isBare ? [path.join(folder, 'node_modules', '.bin', word)] : [])];
}

/** What a pattern fits. One that goes through many folders is not followed, nor one that says nothing. */
async function filesFitting(word: string, cwd: string): Promise<readonly string[]> {
  const isPattern = /[*?[{]/.test(word) && /\w/.test(word) && !/[\n;|&<>()'"`$]/.test(word);
  if (!isPattern || word.split('/').filter((part) => /[*?[{]/.test(part)).length > 2) return [];
  const found: string[] = [];
  try {
    for await (const file of glob(word.replaceAll(/\*{2,}/g, '*'), { cwd })) {
      found.push(path.resolve(cwd, file));
      if (found.length === MOST_FITTING) break;
    }
  } catch {
    // What cannot be looked at would not start either.
  }
  return found.sort();
}

/** Programs that the environment names, whatever for: hooks, pagers, shells of others. */
async function codeIn(existing: Existing, { env, cwd }: ProgramEntry): Promise<readonly string[]> {
  const words = [...new Set(Object.values(env).flatMap(wordsOf))];
  const found = await existing(
    words.flatMap((word) => namesOf(cwd, word)),
    'file',
  );
  const isCode = async (file: string) => CODE.test(file) || (process.platform !== 'win32' && ((await stat(file)).mode & 0o111) !== 0);
  return (await Promise.all(found.map(async (file) => ((await isCode(file)) ? [file] : [])))).flat();
}

/** The folders of the path that the entry gives, or those of ours that lie in the server's folder. */
function pathOf({ env, cwd }: ProgramEntry): readonly string[] {
  const given = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1];
  const folders = (given ?? process.env.PATH ?? '').split(path.delimiter).map((folder) => path.resolve(cwd, folder));
  return folders.filter((folder) => given !== undefined || folder === cwd || folder.startsWith(cwd + path.sep));
}

/** The program itself: by its path, or where a path that the entry gives leads to; else only when it lies in the server's folder. */
async function programs(existing: Existing, entry: ProgramEntry): Promise<readonly string[]> {
  const { command, cwd } = entry;
  const places = /[/\\]/.test(command) ? [path.resolve(cwd, command)] : pathOf(entry).flatMap((folder) => placesOf(folder, command));
  return existing(places, 'file');
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
