import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathExpression } from './shell/wildcard';

/** More alternatives in braces than anyone writes by hand: beyond, they stand for anything. */
const MOST_ALTERNATIVES = 256;

/**
 * What a rule that restricts means by a pattern of paths: `secret/**`, `secret/` and `secret` are the folder and what is in it, `**` + `/.env` is also
 * the file that lies in no folder, and `{a,b}` is either. For rules that allow, a pattern means what it says and no more.
 */
export function restrictedPaths(pattern: string): readonly RegExp[] {
  const all = new Set<string>();
  for (const plain of [pattern, ...alternatives(pattern)].map(withoutDots)) {
    for (const form of withFolder(plain)) for (const each of form.startsWith('**/') ? [form, form.slice(3)] : [form]) all.add(each);
  }
  return [...all].map(pathExpression);
}

export function isRestrictedPath(pattern: string, file: string): boolean {
  return restrictedPaths(pattern).some((expression) => expression.test(file));
}

/** The pattern as seen from the work directory: as it is, or, if it is absolute, what of it lies there. Nothing if none does. */
export function fromWorkDir(pattern: string, workDir: string): string | undefined {
  const absolute = pattern.startsWith('~/') ? homedir() + pattern.slice(1) : pattern;
  if (!path.isAbsolute(absolute)) return pattern;
  return restOf(absolute, workDir) ?? restOf(absolute, realWorkDir(workDir));
}

function restOf(pattern: string, folder: string): string | undefined {
  const wanted = slashed(pattern).replace(/\/+$/, '').split('/');
  const names = slashed(folder).replace(/\/+$/, '').split('/');
  for (const [index, name] of names.entries()) {
    const part = wanted[index];
    if (part === undefined) return '**';
    if (part.includes('**')) return wanted.slice(index).join('/');
    if (!pathExpression(part).test(name)) return undefined;
  }
  return wanted.slice(names.length).join('/') || '**';
}

function slashed(file: string): string {
  return path.sep === '/' ? file : file.replaceAll(path.sep, '/');
}

function realWorkDir(workDir: string): string {
  try {
    return realpathSync.native(workDir);
  } catch {
    return workDir; // not there yet: nothing of it is a link
  }
}

function withoutDots(pattern: string): string {
  return pattern
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=^|\/)(?:\.\/)+/g, '')
    .replace(/(?<=.)\/\.?$/, '');
}

/** A name is that of a file or of a folder; stars alone are what lies directly there, as they say. */
function withFolder(plain: string): readonly string[] {
  if (plain === '.') return ['**'];
  if (plain.length > 3 && plain.endsWith('/**')) return [plain, plain.slice(0, -3)];
  return /(?:^|\/)\*+$/.test(plain) ? [plain] : [plain, `${plain}/**`];
}

/** Every way to choose in `{a,b}`, innermost first. */
function alternatives(pattern: string): readonly string[] {
  let open: readonly string[] = [pattern];
  for (;;) {
    const next = open.flatMap((each) => {
      const found = /\{([^{}]*,[^{}]*)\}/.exec(each);
      return found
        ? (found[1] ?? '').split(',').map((part) => each.slice(0, found.index) + part + each.slice(found.index + found[0].length))
        : [each];
    });
    if (next.length > MOST_ALTERNATIVES) return [pattern.replace(/\{.*\}/s, '**')];
    if (next.every((each, index) => each === open[index])) return next;
    open = next;
  }
}
