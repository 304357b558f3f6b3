import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../shared/lib/appError';
import { wordsOf } from './entryWords';
import { createExisting, type Existing } from './existingPlaces';
import { moduleFiles, moduleFolders } from './moduleFolders';
import { withoutOwnData } from './ownData';
import type { ProgramEntry } from './serverEntry';
import { filesFitting, isPattern, namesOf, placesOf } from './wordPlaces';

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
/** These run a package, which may be a folder; further folders are its data. */
const PACKAGE_RUNNER = /^(?:npx|bunx|pnpx|uvx|pipx)(?:\.cmd|\.exe)?$/;
const PACKAGE_OPTION = /^(?:-p|--package|--from|--with|--spec)$/;
/** Variables that make a program load others. */
const LOADING =
  /^(?:NODE_OPTIONS|BASH_ENV|ENV|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|PERL5OPT|PERL5DB|RUBYOPT|PYTHONSTARTUP|LUA_INIT\w*|PHPRC|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)$/i;
/** What other variables name counts if it is a program by its looks; else it may be data. */
const CODE = /\.(?:[cm]?[jt]sx?|py|rb|pl|pm|php|lua|jar|so|dylib|node|wasm|[a-z]*sh|cmd|bat|ps1|exe)$/i;
/** More would hold up the start; nobody writes as many. */
const MOST_WORDS = 5_000;
const MOST_FOLDERS = 100;
const MOST_PAIRS = 50_000;
const MOST_SEARCHES = 2_000;

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
  const isLoaded = ([name]: readonly [string, string]) => LOADING.test(name) || args.some((text) => mentions(text, name));
  const texts = [...args, ...settings.filter(isLoaded).map(([, value]) => value)];
  const words = [...new Set(texts.flatMap((text) => wordsOf(text) ?? giveUp(entry)))];
  if (words.length > MOST_WORDS) giveUp(entry);
  const inHome = texts.some((text) => /~|\bHOME\b/.test(text)) ? [homedir()] : [];
  const installed = [cwd, ...parents(cwd)].flatMap((folder) => [`${folder}/node_modules`, `${folder}/node_modules/.bin`]);
  const first = [cwd, ...inHome, ...moduleFolders(settings, cwd), ...(await existing(installed, 'folder'))];
  const folders = await foldersFor(existing, words, first);
  if (folders.length - first.length > MOST_FOLDERS || words.length * folders.length > MOST_PAIRS) giveUp(entry);
  const names = [command, ...words].map((word) => path.basename(word));
  const runs = { folders: names.some((name) => RUNTIME.test(name)), projects: names.some((name) => RUNNER.test(name)) };
  const ofFolders = runs.folders ? folders.slice(1).flatMap((folder) => OF_A_FOLDER.map((name) => path.join(folder, name))) : [];
  const ofProjects = runs.projects
    ? [...folders, ...parents(cwd)].flatMap((folder) => OF_A_PROJECT.map((name) => path.join(folder, name)))
    : [];
  const ofPackages = packagesOf(entry).flatMap((folder) => [...OF_A_FOLDER, ...OF_A_PROJECT].map((name) => path.join(folder, name)));
  const places = words.flatMap((word) => [...folders, ...pathOf(entry)].flatMap((folder) => placesOf(folder, word)));
  const patterns = words.filter(isPattern);
  if (patterns.length * folders.length > MOST_SEARCHES) giveUp(entry);
  const fitting = await Promise.all(folders.flatMap((folder) => patterns.map((pattern) => filesFitting(folder, pattern))));
  const modules = await moduleFiles(settings, cwd);
  const found = await existing([...places, ...fitting.flat(), ...modules, ...ofFolders, ...ofProjects, ...ofPackages], 'file');
  const scripts = await Promise.all(found.filter((file) => path.basename(file) === 'package.json').map(scriptsOf));
  const all = [
    ...(await programs(existing, entry)),
    ...(await codeIn(existing, entry)),
    ...found,
    ...(await existing(scripts.flat(), 'file')),
  ];
  return [...new Set(all)].sort();
}

function giveUp({ name }: ProgramEntry): never {
  const why = 'its arguments name more than can be looked at. Put them into a script, and start that';
  throw new AppError('MCP_FAILED', `The MCP server "${name}" was not started: ${why}.`);
}

/** As shells and code name variables: `$START`, `process.env.START`. */
function mentions(text: string, variable: string): boolean {
  return text.split(/\W+/).includes(variable);
}

function packagesOf({ command, args, cwd }: ProgramEntry): readonly string[] {
  if (!PACKAGE_RUNNER.test(path.basename(command))) return [];
  const told = args.filter((argument, place) => argument.startsWith('--') || PACKAGE_OPTION.test(args[place - 1] ?? ''));
  const first = args.find((argument) => !argument.startsWith('-')) ?? '';
  return [...told.map((value) => value.replace(/^--[\w-]+=/, '')), first].flatMap((word) => namesOf(cwd, word));
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
  for (let place = 0; place < found.length && found.length <= most; place += 1) {
    const folder = found[place] ?? '';
    const further = await existing(
      words.flatMap((word) => namesOf(folder, word)),
      'folder',
    );
    found.push(...further.filter((one) => !found.includes(one)));
  }
  return found;
}

/** Programs that the environment names, whatever for: hooks, pagers, shells of others. */
async function codeIn(existing: Existing, { env, cwd }: ProgramEntry): Promise<readonly string[]> {
  const words = [...new Set(Object.values(env).flatMap((value) => wordsOf(value) ?? [value]))];
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

/** The scripts of a package, as runtimes and runners find them. One that cannot be read has none. */
async function scriptsOf(file: string): Promise<readonly string[]> {
  try {
    const { main, module, bin, exports } = Object(JSON.parse(await readFile(file, 'utf8')));
    return textsIn([main, module, bin, exports]).flatMap((script) => placesOf(path.dirname(file), script));
  } catch {
    return [];
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
