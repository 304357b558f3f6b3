import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { realPlace } from './places';

const LARGEST = 64 * 1024;

/** Settings that no program is started for. All others count as driving git: there are too many of those, and more with each version. */
const HARMLESS =
  /^(core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|quotepath|abbrev)|remote\.[^.]*\.(url|fetch|tagopt|prune)|branch\..*\.(remote|merge|rebase|pushremote|description|vscode-merge-base)|user\.(name|email)|author\.\w+|committer\.\w+|init\.defaultbranch|pull\.(rebase|ff)|push\.\w+|fetch\.prune|color\.[\w.]+|commit\.gpgsign|gc\.\w+|lfs\.repositoryformatversion|extensions\.objectformat|merge\.conflictstyle|rebase\.\w+|rerere\.enabled|advice\.\w+)$/;

/**
 * What in the repository at (or above) a folder could make git run programs, as a sentence; nothing if git is sure to only do what it is
 * told. Clones bring no configuration with them, but whoever can write files can (reliability.md, section 4).
 */
export function repositoryDrives(folder: string): string | undefined {
  try {
    return gitFolders(realPlace(folder))
      .map(drivenBy)
      .find((why) => why !== undefined);
  } catch {
    return 'the configuration of the repository cannot be read';
  }
}

function drivenBy(git: string): string | undefined {
  const common = commonFolder(git);
  for (const file of [path.join(common, 'config'), path.join(git, 'config.worktree')]) {
    const key = existsSync(file) ? drivingKey(readSmall(file)) : undefined;
    if (key !== undefined) return `the repository's own configuration sets ${key}`;
  }
  if (existsSync(path.join(common, 'modules'))) return 'the repository has submodules, each with a configuration of its own';
  return undefined;
}

/** Whatever git may take for the repository of a folder, up to a `.git` that it surely stops at: also folders that only look like one. */
function gitFolders(folder: string): readonly string[] {
  const found: string[] = [];
  for (let place = folder; ; place = path.dirname(place)) {
    const dotGit = path.join(place, '.git');
    const stat = statSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isFile()) found.push(path.resolve(place, linkIn(readSmall(dotGit))));
    else if (stat) found.push(dotGit);
    if (hasHead(place)) found.push(place);
    const isSure =
      stat?.isDirectory() && hasHead(dotGit) && existsSync(path.join(dotGit, 'objects')) && existsSync(path.join(dotGit, 'refs'));
    if (isSure || path.dirname(place) === place) return found;
  }
}

/** It may be a link that leads nowhere. */
function hasHead(folder: string): boolean {
  return lstatSync(path.join(folder, 'HEAD'), { throwIfNoEntry: false }) !== undefined;
}

function linkIn(text: string): string {
  return text.replace(/^gitdir:\s*/, '').trim();
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

/** The first setting that is not known to be harmless; lines that cannot be read count as such. */
function drivingKey(text: string): string | undefined {
  let section = '';
  for (const line of text.split('\n').map((line) => line.trim())) {
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const header = /^\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]$/.exec(line);
    if (header) {
      section = [header[1]?.toLowerCase(), header[2]].filter((part) => part !== undefined).join('.');
      continue;
    }
    const key = `${section}.${/^[A-Za-z][\w-]*/.exec(line)?.[0].toLowerCase() ?? line}`;
    if (!HARMLESS.test(key) || line.endsWith('\\')) return key;
  }
  return undefined;
}
