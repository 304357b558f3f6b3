import path from 'node:path';
import type { PermissionRules } from '../../shared/session/permissionRules';
import { asTrusted, exactPattern } from './permissionRule';
import { type PermissionSubject, subjectOf } from './permissionSubject';
import { decidePermission, type PermissionQuestion } from './permissions';
import { isProtected } from './protectedPlaces';
import { allowedText } from './shell/commandText';
import { startsOthers } from './shell/everyCommand';
import { launchOf } from './shell/launchers';
import { isHarmless, whyNotReading } from './shell/readOnlyScript';
import type { SimpleCommand } from './shell/shellScript';
import { isFixed } from './shell/shellWord';

/** Programs whose first argument says what they do. */
const WITH_SUBCOMMANDS =
  /^(git|npm|pnpm|yarn|bun|npx|cargo|go|make|just|docker|kubectl|pip|uv|poetry|gradle|mvn|dotnet|rails|rake|composer|gh|terraform)$/;

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
      return [commandRules(subject, question), [`${name}(${exactPattern(subject.command.trim())})`]].filter((rules) => rules.length > 0);
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

function commandRules({ script }: Extract<PermissionSubject, { kind: 'shell' }>, { workDir }: PermissionQuestion): readonly string[] {
  if (script.doubts.length > 0 || !script.redirections.every(isHarmless)) return [];
  const needed = script.commands.flatMap(withoutLauncher).filter((command) => whyNotReading(command, script, { workDir }) !== undefined);
  return [...new Set(needed.map((command) => `bash(${commandPattern(command)})`))];
}

function withoutLauncher(command: SimpleCommand): readonly SimpleCommand[] {
  const launch = launchOf(command);
  if (!launch) return [command];
  return [...(launch.self ? [launch.self] : []), ...launch.commands].flatMap(withoutLauncher);
}

function commandPattern(command: SimpleCommand): string {
  const [program, first, second] = command.words;
  const isNamed = program && first && isFixed(program) && isFixed(first) && !first.shape.startsWith('-');
  if (!isNamed || !WITH_SUBCOMMANDS.test(program.shape) || startsOthers(command)) return exactPattern(allowedText(command));
  const words = first.shape === 'run' && second && isFixed(second) ? [program, first, second] : [program, first];
  return `${exactPattern(allowedText({ words }))}*`;
}
