import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Redirection } from 'unbash';
import { mayOpenFiles, nameOnlyInside, whyFoundOutside, whyNotInside, whyReadOutside, withoutNames } from './filesRead';
import { folderAt, foldersOf } from './folders';
import { repositoryDrives } from './gitConfiguration';
import { gitReads } from './gitReads';
import { launchOf } from './launchers';
import { onlyReads } from './readOnlyPrograms';
import type { ShellScript, SimpleCommand } from './shellScript';
import { isFixed, readWord, type ShellWord } from './shellWord';

/** Where a script would run. */
export type ShellScene = {
  readonly workDir: string;
  /** Where programs are looked for; this process's own unless given. */
  readonly searchPath?: string;
};

/** Variables of the shell and of the machine that tell nothing secret; all others may. */
const OPEN_VARIABLES =
  /^(HOME|PWD|OLDPWD|USER|LOGNAME|SHELL|PATH|LANG|TERM|HOSTNAME|UID|EUID|RANDOM|SECONDS|LINENO|BASH_VERSION|OSTYPE|[?#$!0_])$/;

/** Why a script is not sure to only read, as the rest of a sentence that begins with "it"; nothing if it is. */
export function whyNotReadOnly(script: ShellScript, scene: ShellScene): string | undefined {
  const [doubt] = script.doubts;
  if (doubt !== undefined) return doubt;
  const unknown = script.variables.find((name) => !OPEN_VARIABLES.test(name) && !script.ownVariables.includes(name));
  if (unknown !== undefined) return `puts in the value of ${unknown}`;
  for (const redirection of script.redirections) if (!isHarmless(redirection)) return 'redirects into or out of a file that it names';
  if (!nameOnlyInside(script.otherWords, script, scene.workDir)) return 'names something outside of the work directory';
  for (const command of script.commands) {
    const why = whyNotReading(command, script, scene);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** The same of one command of the script, by itself: what it redirects and puts in is the script's matter. */
export function whyNotReading(command: SimpleCommand, script: ShellScript, scene: ShellScene): string | undefined {
  const launch = launchOf(command);
  if (!launch) return whyNotHarmless(command, script, scene) ?? whyNotInside(command, script, scene.workDir);
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
  return whyNotHarmless(command, script, scene) ?? whyNotInside(withoutNames(command), script, scene.workDir);
}

function whyNotHarmless({ words: [program, ...words] }: SimpleCommand, script: ShellScript, scene: ShellScene): string | undefined {
  if (!program || !isFixed(program)) return 'runs a program whose name is only known then';
  const name = program.shape;
  if (name.includes('/')) return `runs ${name}, a program by its path`;
  if (isShadowed(name, scene)) return `may run a ${name} of the work directory`;
  if (onlyReads(name, words)) return undefined;
  if (name !== 'git') return `runs ${[name, ...words.map(({ value }) => value)].slice(0, 3).join(' ').slice(0, 80)}`;
  const read = gitReads(words);
  if (!read)
    return `runs git ${words
      .map(({ value }) => value)
      .slice(0, 2)
      .join(' ')
      .slice(0, 80)}`;
  const folders = gitFolders(script, read.folders, scene.workDir);
  if (!folders) return 'runs git in a folder that is only known then';
  return folders.map((folder) => repositoryDrives(folder)).find((why) => why !== undefined);
}

/** Input is words or a file that is checked like any word; output goes nowhere, or where output goes anyway. */
export function isHarmless(redirection: Redirection): boolean {
  if (redirection.type !== 'Redirect') return true;
  if (redirection.descriptor?.type === 'FileDescriptorVariable' || !redirection.target) return false;
  const target: ShellWord = readWord(redirection.target);
  if (!isFixed(target)) return false;
  switch (redirection.operator) {
    case '<':
      return true;
    case '<&':
    case '>&':
      return /^(\d+|-)$/.test(target.shape) || (redirection.operator === '>&' && target.shape === '/dev/null');
    case '<>':
      return false;
    default:
      return target.shape === '/dev/null';
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
function isShadowed(program: string, { workDir, searchPath = process.env.PATH ?? '' }: ShellScene): boolean {
  return searchPath
    .split(path.delimiter)
    .some((folder) => isOwn(folder, workDir) && existsSync(path.join(path.resolve(workDir, folder), program)));
}

function isOwn(folder: string, workDir: string): boolean {
  return !path.isAbsolute(folder) || folder === workDir || folder.startsWith(`${workDir}/`);
}
