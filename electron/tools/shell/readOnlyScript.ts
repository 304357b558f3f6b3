import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Redirection } from 'unbash';
import { mayOpenFiles, nameOnlyInside, whyFoundOutside, whyNotInside, whyReadOutside } from './filesRead';
import { folderAt, foldersOf } from './folders';
import { gitReads } from './gitReads';
import { repositoryDrives } from './gitRepository';
import { launchOf } from './launchers';
import { isWithin, realPlace } from './places';
import { readsOf } from './readOnlyPrograms';
import type { ShellScript, SimpleCommand } from './shellScript';
import { isFixed, plainWord, readWord, type ShellWord } from './shellWord';

const OUTSIDE = 'names something outside of the work directory';

/** Where a script would run. */
export type ShellScene = {
  readonly workDir: string;
  /** Where programs are looked for; this process's own unless given. */
  readonly searchPath?: string;
};

/** Variables of the shell and of the machine that tell nothing secret; all others may. */
const OPEN_VARIABLES =
  /^(HOME|PWD|OLDPWD|USER|LOGNAME|SHELL|PATH|LANG|TERM|HOSTNAME|UID|EUID|RANDOM|SECONDS|LINENO|BASH_VERSION|OSTYPE|[?#])$/;

/** Why a script is not sure to only read, as the rest of a sentence that begins with "it"; nothing if it is. */
export function whyNotReadOnly(script: ShellScript, scene: ShellScene): string | undefined {
  const [doubt] = script.doubts;
  if (doubt !== undefined) return doubt;
  const inherited = setsInherited(script);
  if (inherited !== undefined) return `sets ${inherited}`;
  const unknown = script.variables.find((name) => !OPEN_VARIABLES.test(name) && !script.ownVariables.includes(name));
  if (unknown !== undefined) return `puts in the value of ${unknown}`;
  for (const redirection of script.redirections) if (!isHarmless(redirection)) return 'redirects into or out of a file that it names';
  if (!nameOnlyInside(script.otherWords, script, scene.workDir)) return OUTSIDE;
  for (const command of script.commands) {
    const why = whyNotReading(command, script, scene);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** A variable of the environment that a loop of the script, or `read`, sets for the programs it starts. */
export function setsInherited({ ownVariables }: ShellScript): string | undefined {
  return ownVariables.find((name) => Object.hasOwn(process.env, name));
}

/** Why one command of a script, by itself, is not sure to only read: what it redirects and puts in is the script's matter. */
export function whyNotReading(command: SimpleCommand, script: ShellScript, scene: ShellScene): string | undefined {
  const launch = launchOf(command);
  if (!launch) return whyNotHarmless(command, script, scene);
  if (launch.script) {
    if (foldersOf(script, scene.workDir)?.length !== 1) return 'starts a shell in a folder that is only known then';
    return whyNotReadOnly(launch.script, scene);
  }
  const { self, commands } = launch;
  const isFed = command.words[0]?.shape === 'xargs';
  const ownWhy = self && (whyNotReading(self, script, scene) ?? whyFoundOutside(self, script, scene.workDir));
  return (
    ownWhy ??
    commands.map((started) => whyNotStarted(started, script, scene, self !== undefined || isFed)).find((why) => why !== undefined) ??
    (isFed && commands.some(mayOpenFiles) ? whyReadOutside(command, script, scene.workDir) : undefined)
  );
}

/** `areNamed`: what it is given besides are names of files, which are judged where they come from. */
function whyNotStarted(command: SimpleCommand, script: ShellScript, scene: ShellScene, areNamed: boolean): string | undefined {
  if (command.words[0]?.shape === 'cd') return 'changes the folder by way of another command';
  if (!areNamed) return whyNotReading(command, script, scene);
  // What it starts in turn would have those names in places that nobody judged.
  if (launchOf(command)) return 'starts a program that starts another';
  return whyNotHarmless(command, script, scene);
}

function whyNotHarmless({ words: [program, ...words] }: SimpleCommand, script: ShellScript, scene: ShellScene): string | undefined {
  const name = program?.literal;
  if (name === undefined) return 'runs a program whose name is only known then';
  if (name.includes('/')) return `runs ${name}, a program by its path`;
  if (isShadowed(name, script, scene)) return `may run a ${name} of the work directory`;
  const reading = readsOf(name, words);
  if (reading) return whyNotInside(reading, script, scene.workDir);
  if (words.some(({ isInHome }) => isInHome)) return OUTSIDE;
  return name === 'git' ? whyGitDoesMore(words, script, scene) : `runs ${named([name, ...words.map(({ value }) => value)], 3)}`;
}

function whyGitDoesMore(words: readonly ShellWord[], script: ShellScript, { workDir }: ShellScene): string | undefined {
  const read = gitReads(words);
  if (!read) {
    const texts = words.map(({ value }) => value);
    return `runs git ${named(texts, 2)}`;
  }
  const folders = gitFolders(script, read.folders, workDir);
  if (!folders) return 'runs git in a folder that is only known then';
  const places = folders.flatMap((folder) => read.places.map((place) => wordOf(path.resolve(folder, place))));
  return (
    whyNotInside({ places, files: [] }, script, workDir) ??
    folders.map((folder) => repositoryDrives(folder, workDir, read.tellsAddresses)).find((why) => why !== undefined)
  );
}

function wordOf(literal: string): ShellWord {
  return { ...plainWord(literal), literal };
}

function named(texts: readonly string[], count: number): string {
  return texts.slice(0, count).join(' ').slice(0, 80);
}

/** Input is words or a file that is checked like any word; output goes nowhere, or where output goes anyway. */
export function isHarmless(redirection: Redirection): boolean {
  if (redirection.type !== 'Redirect') return true;
  if (redirection.descriptor?.type === 'FileDescriptorVariable' || !redirection.target) return false;
  const target: ShellWord = readWord(redirection.target);
  if (!isFixed(target) || target.literal === undefined) return false;
  switch (redirection.operator) {
    case '<':
      return true;
    case '<&':
    case '>&':
      return /^(\d+|-)$/.test(target.shape) || (redirection.operator === '>&' && target.shape === '/dev/null');
    case '>':
    case '>>':
      return target.shape === '/dev/null';
    default:
      return false;
  }
}

/** Every folder that git may be in, wherever in the script it stands; nothing if that cannot be told. */
function gitFolders(script: ShellScript, pointed: readonly string[], workDir: string): readonly string[] | undefined {
  let folders = foldersOf(script, workDir);
  for (const move of pointed) {
    const moved = folders?.map((folder) => folderAt(folder, move, workDir));
    folders = moved?.every((folder) => folder !== undefined) ? moved : undefined;
  }
  return folders;
}

/** A program that the work directory puts before the one meant, by way of a search path that leads into it. */
function isShadowed(program: string, script: ShellScript, { workDir, searchPath = process.env.PATH ?? '' }: ShellScene): boolean {
  const folders = foldersOf(script, workDir) ?? [workDir];
  const [root, real] = [workDir, realPlace(workDir)];
  return searchPath.split(path.delimiter).some((entry) => {
    if (!path.isAbsolute(entry)) return folders.some((folder) => existsSync(path.join(folder, entry, program)));
    return (isWithin(entry, root) || isWithin(realPlace(entry), real)) && existsSync(path.join(entry, program));
  });
}
