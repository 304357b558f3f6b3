import { posix } from 'node:path';

/** One row of "Who may import whom" in docs/ARCHITECTURE.md, for one folder or file. */
export type ImportRule = { readonly place: string; readonly allowed: readonly string[]; readonly forbidden: readonly string[] };

/** Reads the table whose header is `| folder | may import |`. */
export function readImportTable(markdown: string): readonly ImportRule[] {
  const lines = markdown.split('\n');
  const header = lines.indexOf('| folder | may import |');
  if (header === -1) throw new Error('docs/ARCHITECTURE.md has no table with the header "| folder | may import |"');
  const after = lines.slice(header + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end).flatMap(readRow);
}

function readRow(line: string): ImportRule[] {
  const [, places = '', imports = ''] = line.split('|');
  const [allowed = '', forbidden = ''] = imports.split('but not');
  return codeNames(places).map((place) => ({ place, allowed: codeNames(allowed), forbidden: codeNames(forbidden) }));
}

function codeNames(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** The most specific rule for a file, if it lies in a listed folder. */
export function ruleFor(rules: readonly ImportRule[], file: string): ImportRule | undefined {
  return rules
    .filter((rule) => isWithin(file, rule.place))
    .sort((a, b) => b.place.split('/').length - a.place.split('/').length || specificity(b.place) - specificity(a.place))[0];
}

const specificity = (place: string) => (place.includes('*') ? 0 : 1);

/** Whether `specifier`, as written in `file`, is something the rule allows. */
export function isAllowed(rule: ImportRule, file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return rule.allowed.some((name) => matches(packageName(specifier), name));
  const target = posix.join(posix.dirname(file), specifier);
  if (isOwn(rule, file, target)) return true;
  // A folder stands for its index.
  const isListed = (name: string) => isWithin(target, name) || isWithin(`${target}/index`, name);
  return rule.allowed.some(isListed) && !rule.forbidden.some(isListed);
}

/** The folder the rule is about; for a pattern, the one that this file lies in. */
function isOwn(rule: ImportRule, file: string, target: string): boolean {
  const depth = rule.place.split('/').length;
  const own = file.split('/').slice(0, depth).join('/');
  return isWithin(target, own);
}

/** True for the place itself, with or without a file extension, and for all below it. */
function isWithin(path: string, place: string): boolean {
  const parts = place.split('/');
  const start = path.split('/').slice(0, parts.length).join('/');
  return matches(start, place) || matches(start.replace(/\.tsx?$/, ''), place);
}

function matches(name: string, pattern: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]+');
  return new RegExp(`^${expression}$`).test(name);
}

/** `@scope/name/deep/file` → `@scope/name`; `node:fs/promises` → `node:fs`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
