import { DEEPEST_JSON, isPlainObject } from './isJson';
import { jsonPath } from './jsonPath';
import type { WorkflowProblem } from './problems';

export type ParsedText = { readonly value: unknown; readonly problems: readonly WorkflowProblem[] };

/**
 * Reads the text of a workflow file. What stops it from being a safe JSON document comes as `invalid_shape` problems with
 * their place, and `value` is then `undefined`; whether the document is a workflow is for `validateWorkflow` to say.
 */
export function parseWorkflowText(text: string): ParsedText {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (deepestNesting(json) > DEEPEST_JSON) return refused('$', `The file nests more than ${DEEPEST_JSON} levels deep: flatten it.`);
  try {
    const value: unknown = JSON.parse(json);
    const reserved = findReservedKey(value, []);
    return reserved === null ? { value, problems: [] } : refused(reserved, 'The key "__proto__" is not allowed: rename or remove it.');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused('$', `The file is not JSON. ${syntaxMessage(json, error.message)}`);
  }
}

function refused(path: string, message: string): ParsedText {
  return { value: undefined, problems: [{ severity: 'error', code: 'invalid_shape', path, message }] };
}

/** How deep brackets go outside of strings, found before the parser or anything recursive sees them. */
function deepestNesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth--;
  }
  return deepest;
}

function findReservedKey(value: unknown, path: readonly PropertyKey[]): string | null {
  if (!Array.isArray(value) && !isPlainObject(value)) return null;
  if (Object.hasOwn(value, '__proto__')) return jsonPath([...path, '__proto__']);
  for (const [key, element] of Object.entries(value)) {
    const found = findReservedKey(element, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found !== null) return found;
  }
  return null;
}

/** The parser's message with line and column instead of an offset. */
function syntaxMessage(json: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  const reason = message.replace(/ in JSON at position.*$/s, '').replace(/, ".*" is not valid JSON$/s, '');
  if (position === undefined) return `${reason}.`;
  const before = json.slice(0, Number(position)).split('\n');
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${reason}.`;
}
