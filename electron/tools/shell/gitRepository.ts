import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { drivingKey, personMentions } from './gitConfiguration';
import { indexDrives } from './gitIndex';
import { isWithin, realPlace } from './places';

const LARGEST = 64 * 1024;
/** Variables about people, connections and how to ask. All others may lead git elsewhere. */
const HARMLESS_VARIABLE =
  /^GIT_((AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)|(SSL|SSH|HTTP|PROXY|LFS|PS1)_\w+|SSH|EDITOR|SEQUENCE_EDITOR|PAGER|ASKPASS|TERMINAL_PROMPT|OPTIONAL_LOCKS|CONFIG_NOSYSTEM|CONFIG_GLOBAL)$/;

/**
 * What in the repository at a folder could make git run programs, or read what is not the work directory's, as a sentence; nothing if git is
 * sure to only do what it is told. Clones bring none of it with them, but whoever can write files can (reliability.md, section 4).
 */
export function repositoryDrives(folder: string, workDir: string, tellsAddresses: boolean): string | undefined {
  const variable = Object.keys(process.env).find((name) => name.startsWith('GIT_') && !HARMLESS_VARIABLE.test(name));
  if (variable !== undefined) return `${variable} is set`;
  try {
    if (tellsAddresses && personMentions(/insteadof|\[\s*remote/i)) return "the person's own configuration changes addresses";
    if (personMentions(/hookspath|fsmonitor\s*=(?!\s*(true|false)\s*$)/im))
      return "the person's own configuration has repositories start programs";
    return gitFolders(realPlace(folder))
      .map((git) => drivenBy(git, realPlace(workDir)))
      .find((why) => why !== undefined);
  } catch {
    return 'the repository cannot be read';
  }
}

type GitFolder = { readonly git: string; readonly isProven: boolean };

function drivenBy({ git, isProven }: GitFolder, root: string): string | undefined {
  const common = commonFolder(git);
  if (!isProven && !(isWithin(realPlace(git), root) && isWithin(realPlace(common), root)))
    return "the repository is not the work directory's own";
  for (const file of [path.join(common, 'config'), path.join(git, 'config.worktree')]) {
    const key = existsSync(file) ? drivingKey(readSmall(file)) : undefined;
    if (key !== undefined) return `the repository's own configuration sets ${key}`;
  }
  if (exists(path.join(common, 'modules'))) return 'the repository has submodules, each with a configuration of its own';
  if (exists(path.join(common, 'hooks/post-index-change'))) return 'the repository has a hook that git starts when it has looked at files';
  if (exists(path.join(common, 'objects/info/alternates')) || hasLinks(common)) return 'the repository keeps things elsewhere';
  return indexDrives(path.join(git, 'index'));
}

/** Where git keeps what it prints. */
function hasLinks(git: string): boolean {
  const folders = ['', 'objects', 'objects/pack', 'refs', 'refs/heads', 'logs', 'info'].map((folder) => path.join(git, folder));
  return folders.some(
    (folder) => existsSync(folder) && readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isSymbolicLink()),
  );
}

/** Whatever git may take for the repository of a folder, up to a `.git` that it surely stops at: also folders that only look like one. */
function gitFolders(folder: string): readonly GitFolder[] {
  const found: GitFolder[] = [];
  for (let place = folder; ; place = path.dirname(place)) {
    const dotGit = path.join(place, '.git');
    const stat = statSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isFile()) found.push(linkedFrom(dotGit));
    else if (stat) found.push({ git: dotGit, isProven: false });
    if (exists(path.join(place, 'HEAD'))) found.push({ git: place, isProven: false });
    const isSure =
      stat?.isDirectory() &&
      exists(path.join(dotGit, 'HEAD')) &&
      existsSync(path.join(dotGit, 'objects')) &&
      existsSync(path.join(dotGit, 'refs'));
    if (isSure || path.dirname(place) === place) return found;
  }
}

/** A linked work tree, which the repository elsewhere knows of in turn. */
function linkedFrom(dotGit: string): GitFolder {
  const git = path.resolve(
    path.dirname(dotGit),
    readSmall(dotGit)
      .replace(/^gitdir:\s*/, '')
      .trim(),
  );
  const back = path.join(git, 'gitdir');
  return { git, isProven: existsSync(back) && path.resolve(git, readSmall(back).trim()) === dotGit };
}

/** It may be a link that leads nowhere. */
function exists(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}

/** Linked work trees share the configuration of the repository they belong to. */
function commonFolder(git: string): string {
  const file = path.join(git, 'commondir');
  return existsSync(file) ? path.resolve(git, readSmall(file).trim()) : git;
}

function readSmall(file: string): string {
  if (statSync(file).size > LARGEST) throw new Error(`${file} is too large`);
  return readFileSync(file, 'utf8');
}
