import { findInexactDefault, type InexactDefault } from './inexactDefault';
import { jsonPath } from './jsonPath';
import { findSyntaxFault } from './jsonSyntax';
import type { WorkflowProblem } from './problems';
import { findReservedKey } from './reservedKey';

export type ParsedText = { readonly value: unknown; readonly problems: readonly WorkflowProblem[] };

/** In characters: a thousand times what people draw. More would hold up whoever opens it, and exhausts the stack of a regular expression. */
export const LARGEST_FILE = 4 * 1024 * 1024;

/**
 * Reads the text of a workflow file. What stops it from being a safe JSON document comes as `invalid_shape` problems with
 * their place, and `value` is then `undefined`; whether the document is a workflow is for `validateWorkflow` to say.
 * Sentences begin with what the text is from.
 */
export function parseWorkflowText(text: string, source = 'The file'): ParsedText {
  if (text.length > LARGEST_FILE) {
    const megabytes = Math.round(text.length / 1024 / 1024);
    return refused('$', `${source} is too large to be a workflow: ${megabytes} MB, and ${LARGEST_FILE / 1024 / 1024} MB is the most.`);
  }
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const fault = findSyntaxFault(json);
  if (fault) return refused('$', `${source} is not usable JSON. Line ${fault.line}, column ${fault.column}: ${fault.message}.`);
  const value: unknown = JSON.parse(json);
  const reserved = findReservedKey(value);
  if (reserved !== null) return refused(reserved, 'The name "__proto__" is not allowed: rename or remove it.');
  const inexact = findInexactDefault(json);
  return inexact === null ? { value, problems: [] } : refused(jsonPath(['parameters', inexact.name, 'default']), inexactDefault(inexact));
}

function inexactDefault({ name, literal }: InexactDefault): string {
  const shown = literal.length > LONGEST_SHOWN ? `${literal.slice(0, LONGEST_SHOWN)}…` : literal;
  return `The default of ${name} must be kept exactly, and ${shown} is beyond what a number keeps. Write it in double quotes, as a text.`;
}

const LONGEST_SHOWN = 60;

function refused(path: string, message: string): ParsedText {
  return { value: undefined, problems: [{ severity: 'error', code: 'invalid_shape', path, message }] };
}
