import type { z } from 'zod';
import { DEEPEST_JSON, isPlainObject, nestsTooDeep } from '../isJson';
import { jsonPath } from '../jsonPath';
import type { WorkflowProblem } from '../problems';
import { mcpServerSchema, parameterSchema, positionSchema, stepSchema, type WorkflowDefinition, workflowSchema } from '../schema';
import { checkPlainData } from './plainData';

/** zod's verdict, with its own messages and places. */
export function checkShape(value: unknown): {
  readonly definition: WorkflowDefinition | null;
  readonly problems: readonly WorkflowProblem[];
} {
  if (nestsTooDeep(value)) {
    const message = `The workflow nests more than ${DEEPEST_JSON} levels deep, or contains itself: flatten it.`;
    return { definition: null, problems: [{ severity: 'error', code: 'invalid_shape', path: '$', message }] };
  }
  const unstorable = checkPlainData(value);
  const parsed = workflowSchema.safeParse(value);
  if (parsed.success) return { definition: parsed.data, problems: unstorable };
  const misshapen = parsed.error.issues
    .flatMap((issue) => concrete(issue))
    .map(({ path, message }): WorkflowProblem => {
      const stepId = stepIdAt(value, path);
      return { severity: 'error', code: 'invalid_shape', path: jsonPath(path), ...(stepId !== undefined && { stepId }), message };
    });
  const places = new Set(misshapen.map(({ path }) => path));
  return { definition: null, problems: [...misshapen, ...unstorable.filter(({ path }) => !places.has(path))] };
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Of a union that fits in no way, the issues of the alternative that comes nearest: "Invalid input" alone helps nobody. */
function concrete(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const alternatives = issue.errors.map((issues) => issues.flatMap((inner) => concrete(inner)));
  const [nearest] = alternatives.filter((issues) => issues.length > 0).sort((a, b) => a.length - b.length);
  return nearest ? nearest.map((inner) => ({ path: [...issue.path, ...inner.path], message: inner.message })) : [issue];
}

function stepIdAt(value: unknown, path: readonly PropertyKey[]): string | undefined {
  const [first, index] = path;
  if (first !== 'steps' || typeof index !== 'number' || !isPlainObject(value) || !Array.isArray(value.steps)) return undefined;
  const step: unknown = value.steps[index];
  return isPlainObject(step) && typeof step.id === 'string' ? step.id : undefined;
}

const WORKFLOW_KEYS = keysOf(workflowSchema);
const STEP_KEYS = keysOf(stepSchema);
const PARAMETER_KEYS = keysOf(parameterSchema);
const POSITION_KEYS = keysOf(positionSchema);
const MCP_SERVER_KEYS = new Set(mcpServerSchema.options.flatMap((option) => Object.keys(option.shape)));

/** Keys that mean nothing here. They are kept, but a misspelt `dependson` should not go unnoticed. */
export function checkKeys(value: unknown): WorkflowProblem[] {
  if (!isPlainObject(value)) return [];
  const problems = [...unknownKeys(value, WORKFLOW_KEYS, []), ...unknownServerKeys(value.mcpServers, ['mcpServers'])];
  for (const [index, step] of elements(value.steps)) {
    problems.push(...unknownKeys(step, STEP_KEYS, ['steps', index]));
    if (isPlainObject(step)) problems.push(...unknownServerKeys(step.mcpServers, ['steps', index, 'mcpServers']));
  }
  for (const [name, parameter] of entries(value.parameters)) problems.push(...unknownKeys(parameter, PARAMETER_KEYS, ['parameters', name]));
  for (const [id, position] of entries(value.layout)) problems.push(...unknownKeys(position, POSITION_KEYS, ['layout', id]));
  return problems;
}

function unknownServerKeys(servers: unknown, path: readonly PropertyKey[]): WorkflowProblem[] {
  return elements(servers).flatMap(([place, server]) => unknownKeys(server, MCP_SERVER_KEYS, [...path, place]));
}

function unknownKeys(value: unknown, known: ReadonlySet<string>, path: readonly PropertyKey[]): WorkflowProblem[] {
  if (!isPlainObject(value)) return [];
  return Object.keys(value)
    .filter((key) => !known.has(key))
    .map((key) => ({
      severity: 'warning',
      code: 'unknown_key',
      path: jsonPath([...path, key]),
      ...(path[0] === 'steps' && typeof value.id === 'string' && path.length === 2 && { stepId: value.id }),
      message: `"${key}" means nothing here and is ignored: check its spelling or remove it.`,
    }));
}

function keysOf(schema: { readonly shape: object }): ReadonlySet<string> {
  return new Set(Object.keys(schema.shape));
}

function elements(value: unknown): [number, unknown][] {
  return Array.isArray(value) ? [...value.entries()] : [];
}

function entries(value: unknown): [string, unknown][] {
  return isPlainObject(value) ? Object.entries(value) : [];
}
