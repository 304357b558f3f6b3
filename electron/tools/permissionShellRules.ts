import { exactPattern, type ParsedRule } from './permissionRule';
import type { PermissionSubject } from './permissionSubject';
import { allowedText } from './shell/commandText';
import { startsOthers } from './shell/everyCommand';
import { nameOnlyInside } from './shell/filesRead';
import { launchOf } from './shell/launchers';
import { firstMet } from './shell/meetsPattern';
import { isPlainSource } from './shell/plainSource';
import { type PossibleCommand, possibleCommands } from './shell/possibleCommands';
import { isHarmless, type ShellScene, setsInherited, whyNotReading } from './shell/readOnlyScript';
import type { ShellScript, SimpleCommand } from './shell/shellScript';
import { starMayStart } from './shell/starredCommand';
import { surelyFits } from './shell/wildcard';
import { shellPieces } from './shellPieces';

type Shell = Extract<PermissionSubject, { readonly kind: 'shell' }>;

/** What stands in it is text, whatever it looks like; the grammar tells which program reads it. */
const QUOTED_HERE_DOCUMENT = /(<<-?\s*(['"])(\w+)\2[^\n]*\n)(?:[\s\S]*?\n)??\t*\3(?=\n|$)/g;

/** The first rule that some command in the line fits, or may fit once the shell has put in what is not known yet. */
export function shellRestriction(rules: readonly ParsedRule[], { command, script, workDir }: Shell): string | undefined {
  if (rules.length === 0) return undefined;
  const patterns = rules.map(({ pattern = '' }) => pattern);
  const met = firstMet(patterns, possibilitiesOf(script, command), workDir);
  if (met !== undefined) return rules[met]?.rule;
  if (isPlainSource(command)) return undefined;
  // Beside the grammar's reading stands one that knows no grammar, lest the two of us and the shell read a line differently.
  const pieces = shellPieces(command.replaceAll(QUOTED_HERE_DOCUMENT, '$1')).flatMap((piece) => [piece, withoutBeginning(piece)]);
  return rules.find(({ pattern = '' }) => pieces.some((piece) => surelyFits(pattern, piece)))?.rule;
}

/** What may stand before a command and is none. */
function withoutBeginning(piece: string): string {
  return piece.replaceAll(/['"\\]/g, '').replace(/^(\s|!|\d*(>>?|<)\s*\S+|\w+=\S*|(then|do|else|elif|if|while|until|time)(?=\s))+/, '');
}

function possibilitiesOf(script: ShellScript, command: string): readonly PossibleCommand[] {
  const found = known.get(script) ?? possibleCommands(command);
  known.set(script, found);
  return found;
}

/** Rules that deny and rules that ask are about the same script. */
const known = new WeakMap<ShellScript, readonly PossibleCommand[]>();

/** The rules by which every command in the line may run; those that only read need none. A rule that is the line itself allows it as it is. */
export function shellAllowance(rules: readonly ParsedRule[], { command, script }: Shell, scene: ShellScene): readonly string[] | undefined {
  const exact = rules.find(({ pattern }) => pattern === exactPattern(command.trim()));
  if (exact) return [exact.rule];
  const used = new Set<string>();
  return isScriptAllowed(rules, script, scene, used) && used.size > 0 ? [...used] : undefined;
}

function isScriptAllowed(rules: readonly ParsedRule[], script: ShellScript, scene: ShellScene, used: Set<string>): boolean {
  return (
    script.doubts.length === 0 &&
    script.redirections.every(isHarmless) &&
    setsInherited(script) === undefined &&
    nameOnlyInside(script.otherWords, script, scene.workDir) &&
    script.commands.every((command) => isCommandAllowed(rules, command, script, scene, used))
  );
}

function isCommandAllowed(
  rules: readonly ParsedRule[],
  command: SimpleCommand,
  script: ShellScript,
  scene: ShellScene,
  used: Set<string>,
): boolean {
  if (whyNotReading(command, script, scene) === undefined) return true;
  const launch = launchOf(command);
  if (launch?.script) return isScriptAllowed(rules, launch.script, scene, used);
  if (launch) {
    const started = [...(launch.self ? [launch.self] : []), ...launch.commands];
    return started.every((inner) => isCommandAllowed(rules, inner, script, scene, used));
  }
  const text = allowedText(command);
  // A star does not speak for what a launcher, or any program that is told to, may start.
  const speaks = (pattern: string) => !hasStar(pattern) || !(startsOthers(command) || starMayStart(command, pattern));
  const rule = rules.find(({ pattern = '' }) => surelyFits(pattern, text) && speaks(pattern));
  if (rule) used.add(rule.rule);
  return rule !== undefined;
}

function hasStar(pattern: string): boolean {
  return /(?<!\\)\*/.test(pattern);
}
