import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const LARGEST = 256 * 1024;

/** Settings that no program is started for. All others count as driving git: there are too many of those, and more with each version. */
const HARMLESS =
  /^(core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|quotepath|abbrev)|remote\.[^.]*\.(url|fetch|tagopt|prune)|branch\..*\.(remote|merge|rebase|pushremote|description|vscode-merge-base)|user\.(name|email)|author\.\w+|committer\.\w+|init\.defaultbranch|pull\.(rebase|ff)|push\.\w+|fetch\.prune|color\.[\w.]+|commit\.gpgsign|gc\.\w+|lfs\.repositoryformatversion|merge\.conflictstyle|rebase\.\w+|rerere\.enabled|advice\.\w+)$/;

/** The first setting that is not known to be harmless; lines that cannot be read count as such. */
export function drivingKey(text: string): string | undefined {
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

/** Whether what a person has set for all repositories may speak of something; unread files may speak of anything. */
export function personMentions(subject: RegExp): boolean {
  const home = process.env.HOME ?? homedir();
  const files = [
    process.env.GIT_CONFIG_GLOBAL ?? '',
    path.join(home, '.gitconfig'),
    path.join(process.env.XDG_CONFIG_HOME ?? path.join(home, '.config'), 'git/config'),
    ...['/etc/gitconfig', '/usr/local/etc/gitconfig', '/opt/homebrew/etc/gitconfig'],
  ];
  return files.filter((file) => file !== '').some((file) => mentions(file, subject, 1));
}

/** Files that are included are looked into, but not those that they include. */
function mentions(file: string, subject: RegExp, depth: number): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return false;
  if (stat.size > LARGEST) return true;
  const text = readFileSync(file, 'utf8');
  if (subject.test(text)) return true;
  if (!/\[\s*include/i.test(text)) return false;
  if (depth === 0) return true;
  const included = [...text.matchAll(/^\s*path\s*=\s*"?(.+?)"?\s*$/gim)].map(([, name = '']) => name);
  return included.some((name) => mentions(path.resolve(path.dirname(file), name.replace(/^~(?=\/)/, homedir())), subject, depth - 1));
}
