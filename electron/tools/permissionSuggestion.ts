import path from 'node:path';
import type { PermissionRules } from '../../shared/session/permissionRules';
import { asTrusted, exactPattern } from './permissionRule';
import { type PermissionSubject, subjectOf } from './permissionSubject';
import { decidePermission, type PermissionQuestion } from './permissions';
import { isProtected } from './protectedPlaces';
import { allowedText } from './shell/commandText';
import { launchOf } from './shell/launchers';
import { isHarmless, whyNotReading } from './shell/readOnlyScript';
import type { SimpleCommand } from './shell/shellScript';
import { isFixed } from './shell/shellWord';

/**
 * Subcommands that are the same thing to a person whatever they are given: what else they could start, a rule with a star does not speak for. Of all
 * others (`docker run`, `kubectl delete`, `gh pr`, `git push`, `npm install` …) the arguments are what matters.
 */
const ALIKE = new Map([
  [
    'git',
    /^(add|branch|checkout|cherry-pick|clone|commit|diff|fetch|grep|log|ls-remote|merge|mv|pull|rebase|restore|revert|show|stash|status|switch|tag|worktree)$/,
  ],
  ...['npm', 'pnpm', 'yarn', 'bun'].map((name) => [name, /^(test|run .+)$/] as const),
  ['cargo', /^(build|test|check|clippy|fmt|doc)$/],
  ['go', /^(build|test|vet|fmt)$/],
]);

type Shell = Extract<PermissionSubject, { readonly kind: 'shell' }>;

/** Rules by which a call that is asked about, and what is like it, would run unasked; none where no rule can bring that about. */
export function suggestRules(question: PermissionQuestion): readonly string[] {
  const { name, rules = {} } = question;
  const subject = subjectOf(question);
  const fitting = candidates(name, subject, question).map((each) => (question.isTainted ? each.map(asTrusted) : each));
  return fitting.find((allow) => isAllowedBy(question, rules, allow)) ?? [];
}

function isAllowedBy(question: PermissionQuestion, rules: PermissionRules, allow: readonly string[]): boolean {
  return decidePermission({ ...question, rules: { ...rules, allow: [...(rules.allow ?? []), ...allow] } }).verdict === 'allow';
}

/** From the most useful to the most exact. */
function candidates(name: string, subject: PermissionSubject, question: PermissionQuestion): readonly (readonly string[])[] {
  switch (subject.kind) {
    case 'shell':
      return [commandRules(subject, question), lineRules(subject)].filter((rules) => rules.length > 0);
    case 'path': {
      const [file = '.'] = subject.paths;
      const exact = [`${name}(${exactPattern(file)})`];
      const folder = path.posix.dirname(file);
      // The work directory itself holds files that many programs act on, and so may what is around it: there it is this file alone.
      const isBelow = folder !== '.' && !file.startsWith('../') && !file.startsWith('/');
      return isBelow && !subject.paths.some(isProtected) ? [[`${name}(${exactPattern(folder)}/**)`], exact] : [exact];
    }
    case 'input':
      return [[name]];
  }
}

function commandRules({ script }: Shell, { workDir }: PermissionQuestion): readonly string[] {
  if (script.doubts.length > 0 || !script.redirections.every(isHarmless)) return [];
  const needed = script.commands.flatMap(withoutLauncher).filter((command) => whyNotReading(command, script, { workDir }) !== undefined);
  const patterns = needed.map(commandPatterns);
  return patterns.every((each) => each.length > 0) ? [...new Set(patterns.flat().map((pattern) => `bash(${pattern})`))] : [];
}

/** The line as it is; not where what it does is only known once it runs, which may be something else each time. */
function lineRules({ command, script }: Shell): readonly string[] {
  const words = [...script.words, ...script.commands.flatMap(withoutLauncher).flatMap((started) => started.words)];
  return words.every(isFixed) ? [`bash(${exactPattern(command.trim())})`] : [];
}

function withoutLauncher(command: SimpleCommand): readonly SimpleCommand[] {
  const launch = launchOf(command);
  if (!launch) return [command];
  return [...(launch.self ? [launch.self] : []), ...launch.commands].flatMap(withoutLauncher);
}

/** A command by itself and with more words, which is not what begins with the same letters; or as it is; none where nobody knows what it is. */
function commandPatterns(command: SimpleCommand): readonly string[] {
  const [program, first, second] = command.words;
  const alike = program && isFixed(program) ? ALIKE.get(program.shape) : undefined;
  const words = [program, first, ...(first?.shape === 'run' ? [second] : [])].filter((word) => word !== undefined);
  const told = words.slice(1).map(({ shape }) => shape);
  const isAlike = words.every(isFixed) && told.every((shape) => !shape.startsWith('-')) && alike?.test(told.join(' ')) === true;
  if (!isAlike) return command.words.every(isFixed) ? [exactPattern(allowedText(command))] : [];
  const same = exactPattern(allowedText({ words }));
  return [same, `${same} *`];
}
