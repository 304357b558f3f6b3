import { SKILL_TOOL } from '../../shared/catalog/tools';
import { holdsControlCharacters, type PermissionRules } from '../../shared/session/permissionRules';
import { exactPattern, type ParsedRule, rulesAbout } from './permissionRule';
import { shellAllowance, shellRestriction } from './permissionShellRules';
import type { PermissionSubject } from './permissionSubject';
import { fromWorkDir, isRestrictedPath } from './restrictedPath';
import type { ShellScene } from './shell/readOnlyScript';
import { fitsPath, mayFit, surelyFits } from './shell/wildcard';

export type { PermissionRules };

/** The first rule that restricts the call: fitting any part of it, in any way it may turn out, is enough. */
export function findRestriction(rules: readonly string[] | undefined, name: string, subject: PermissionSubject): string | undefined {
  const own = rulesAbout(rules, name);
  const found = own.find(({ pattern }) => pattern === undefined);
  if (found) return found.rule;
  const about = isSearch(name) ? [...own, ...rulesAbout(rules, 'read').filter(({ pattern }) => pattern !== undefined)] : own;
  switch (subject.kind) {
    case 'shell':
      return shellRestriction(about, subject);
    case 'path':
      return about.find(({ pattern = '' }) => {
        const inside = fromWorkDir(pattern, subject.workDir);
        return inside !== undefined && subject.paths.some((path) => isRestrictedPath(inside, path));
      })?.rule;
    case 'input':
      return about.find(({ pattern = '' }) => mayFit(pattern, subject.text))?.rule;
  }
}

/** Patterns of the paths, relative to the work directory, that rules keep from a tool that finds files itself: what these rules say of it, and of reading. */
export function withheldFrom(rules: readonly string[] | undefined, name: string, workDir: string): readonly string[] {
  // Patterns about the tool for skills are about its input; what it reads is for those about reading, wherever it lies.
  if (name === SKILL_TOOL.name) return rulesAbout(rules, 'read').flatMap(({ pattern }) => pattern ?? []);
  if (!isSearch(name)) return [];
  return [...rulesAbout(rules, name), ...rulesAbout(rules, 'read')].flatMap(({ pattern }) => {
    return pattern === undefined ? [] : (fromWorkDir(pattern, workDir) ?? []);
  });
}

function isSearch(name: string): boolean {
  return name === 'grep' || name === 'glob';
}

/** The rules that let the call through: together they must fit all of it, and be sure to. Nothing if they do not. */
export function findAllowance(
  rules: readonly string[] | undefined,
  name: string,
  subject: PermissionSubject,
  scene: ShellScene,
): readonly string[] | undefined {
  const about = rulesThatAllow(rules, name);
  const found = about.find(({ pattern }) => pattern === undefined);
  if (found) return [found.rule];
  if (about.length === 0) return undefined;
  if (subject.kind === 'shell') return shellAllowance(about, subject, scene);
  const fits = ({ pattern = '' }: ParsedRule) =>
    subject.kind === 'path' ? subject.paths.every((path) => fitsPath(pattern, path)) : surelyFits(pattern, subject.text);
  const fitting = about.find(fits);
  return fitting && [fitting.rule];
}

/** Whether a rule names this very input, not a pattern that happens to fit it. */
export function hasExactAllowance(rules: readonly string[] | undefined, name: string, subject: PermissionSubject): boolean {
  const texts = subject.kind === 'path' ? subject.paths : subject.kind === 'shell' ? [subject.command.trim()] : [subject.text];
  return rulesThatAllow(rules, name).some(({ pattern }) => pattern !== undefined && texts.every((text) => pattern === exactPattern(text)));
}

/** One that holds the mark of what is not known would fit whatever that turns out to be. */
function rulesThatAllow(rules: readonly string[] | undefined, name: string): readonly ParsedRule[] {
  return rulesAbout(rules, name).filter(({ rule }) => !holdsControlCharacters(rule));
}
