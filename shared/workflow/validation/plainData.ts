import { jsonPath } from '../jsonPath';
import type { WorkflowProblem } from '../problems';

/**
 * What would be lost when a definition is stored. `undefined` is left out like a key that is missing, and a tool that brings its code is not stored at all.
 * Expects a value that `nestsTooDeep` has let pass.
 */
export function checkPlainData(definition: unknown): WorkflowProblem[] {
  const found: WorkflowProblem[] = [];
  const visit = (value: unknown, path: readonly PropertyKey[], stepId?: string): void => {
    if (isToolWithCode(value, path)) return;
    const kind = unstorableKind(value);
    if (kind !== undefined) {
      const message = `${kind} cannot be kept in a workflow, which is JSON: write it as a text, or leave it out.`;
      found.push({ severity: 'error', code: 'invalid_shape', path: jsonPath(path), ...(stepId !== undefined && { stepId }), message });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...path, index], stepId ?? stepIdOf(item, path));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key], stepId);
    }
  };
  visit(definition, []);
  return found;
}

function unstorableKind(value: unknown): string | undefined {
  switch (typeof value) {
    case 'bigint':
      return 'A bigint';
    case 'function':
      return 'A function';
    case 'symbol':
      return 'A symbol';
    case 'number':
      return Number.isFinite(value) ? undefined : `The number ${value}`;
    case 'object':
      return value === null || Array.isArray(value) || isRecord(value) ? undefined : `A ${className(value)}`;
    default:
      return undefined;
  }
}

/** Made by a literal or by `JSON.parse`, in whichever realm. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isToolWithCode(value: unknown, path: readonly PropertyKey[]): boolean {
  const isTool = path.length === 4 && path[0] === 'steps' && path[2] === 'tools';
  return isTool && typeof Object(value).execute === 'function';
}

function className(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'class instance';
}

function stepIdOf(item: unknown, path: readonly PropertyKey[]): string | undefined {
  const isStep = path.length === 1 && path[0] === 'steps' && typeof item === 'object' && item !== null;
  return isStep && 'id' in item && typeof item.id === 'string' ? item.id : undefined;
}
