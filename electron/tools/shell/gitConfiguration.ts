import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

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
    const git = findGitFolder(folder);
    if (!git) return undefined;
    const common = commonFolder(git);
    for (const file of [path.join(common, 'config'), path.join(git, 'config.worktree')]) {
      const key = existsSync(file) ? drivingKey(readSmall(file)) : undefined;
      if (key !== undefined) return `the repository's own configuration sets ${key}`;
    }
    if (existsSync(path.join(common, 'modules'))) return 'the repository has submodules, each with a configuration of its own';
    return undefined;
  } catch {
    return 'the configuration of the repository cannot be read';
  }
}

/** `.git` of the nearest folder that has one, or a folder that is a bare repository itself. */
function findGitFolder(folder: string): string | undefined {
  for (let place = folder; ; place = path.dirname(place)) {
    const dotGit = path.join(place, '.git');
    const stat = statSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return dotGit;
    if (stat?.isFile()) return path.resolve(place, linkIn(readSmall(dotGit)));
    if (existsSync(path.join(place, 'HEAD')) && existsSync(path.join(place, 'objects'))) return place;
    if (path.dirname(place) === place) return undefined;
  }
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
