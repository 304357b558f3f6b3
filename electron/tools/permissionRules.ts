import path from 'node:path';
import type { Json } from '../../shared/lib/json';
import { isPlainCommand, shellPieces } from './shellPieces';

/** Each rule names tools and may say which input: `bash`, `bash(npm test*)`, `write(src/**)`, `github__*`. */
export type PermissionRules = {
  readonly deny?: readonly string[];
  readonly ask?: readonly string[];
  readonly allow?: readonly string[];
};

/** A call as rules see it. */
export type RuledCall = { readonly name: string; readonly input: Json; readonly workDir: string };

/** The first rule that restricts the call: fitting any part of it is enough. */
export function findRestriction(rules: readonly string[] | undefined, call: RuledCall): string | undefined {
  const { texts, isPath } = subjectOf(call);
  return rules?.find((rule) => fitsTool(rule, call.name) && texts.some((text) => fitsSubject(rule, text, isPath)));
}

/** The first rule that lets the call through: it must fit all of it, and be sure to. */
export function findAllowance(rules: readonly string[] | undefined, call: RuledCall): string | undefined {
  const { texts, isPath, isCertain } = subjectOf(call);
  const fitsAll = (rule: string) =>
    (isCertain || parseRule(rule).subject === undefined) && texts.every((text) => fitsSubject(rule, text, isPath));
  return rules?.find((rule) => fitsTool(rule, call.name) && fitsAll(rule));
}

type Subject = {
  readonly texts: readonly string[];
  readonly isPath: boolean;
  /** False when the texts may not be what the tool will really do. */
  readonly isCertain: boolean;
};

function subjectOf({ name, input, workDir }: RuledCall): Subject {
  const { command, file_path: filePath, path: folder } = Object(input);
  if (name === 'bash' && typeof command === 'string')
    return { texts: shellPieces(command), isPath: false, isCertain: isPlainCommand(command) };
  if (typeof filePath === 'string') return { texts: [withinWorkDir(workDir, filePath)], isPath: true, isCertain: true };
  if (name === 'glob' || name === 'grep')
    return { texts: [withinWorkDir(workDir, typeof folder === 'string' ? folder : '.')], isPath: true, isCertain: true };
  return { texts: [JSON.stringify(input)], isPath: false, isCertain: true };
}

function withinWorkDir(workDir: string, file: string): string {
  return path.relative(workDir, path.resolve(workDir, file)).split(path.sep).join('/') || '.';
}

function parseRule(rule: string): { readonly tool: string; readonly subject: string | undefined } {
  const { tool, subject } = /^(?<tool>[^()]+)(?:\((?<subject>.*)\))?$/s.exec(rule.trim())?.groups ?? {};
  return { tool: (tool ?? '').toLowerCase(), subject };
}

function fitsTool(rule: string, name: string): boolean {
  return wildcard(parseRule(rule).tool, false).test(name.toLowerCase());
}

function fitsSubject(rule: string, text: string, isPath: boolean): boolean {
  const { subject } = parseRule(rule);
  return subject === undefined || wildcard(subject, isPath).test(text);
}

/** `**` is any text; `*` is too, but in a path it ends at a slash. */
function wildcard(pattern: string, isPath: boolean): RegExp {
  const source = pattern
    .split(/(\*+)/)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&') : part === '*' && isPath ? '[^/]*' : '.*'))
    .join('');
  return new RegExp(`^${source}$`, 's');
}
