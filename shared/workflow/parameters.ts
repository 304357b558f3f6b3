import type { Json } from '../lib/json';
import { WorkflowParameterError } from './errors';
import { firstInexactNumber } from './exactNumbers';
import { isJson } from './isJson';
import type { ParameterProblem } from './problems';
import type { ParameterType, WorkflowDefinition, WorkflowParameter } from './schema';

/** The parameters of one run. */
export type ResolvedParameters = {
  /** What was given or stands as default, before conversion: stored with the run, and giving it again resolves to the same texts. */
  readonly inputs: { readonly [name: string]: Json };
  /** What replaces `$NAME` in prompts, for every declared parameter. */
  readonly texts: ReadonlyMap<string, string>;
};

/** Resolves the parameters of a run, or throws `WorkflowParameterError` with all that is wrong with them. */
export function resolveParameters(
  definition: Pick<WorkflowDefinition, 'parameters'>,
  given: Readonly<Record<string, unknown>> = {},
): ResolvedParameters {
  const declared = Object.entries(definition.parameters ?? {});
  const inputs: [string, Json][] = [];
  const texts = new Map<string, string>();
  const problems: ParameterProblem[] = undeclared(
    declared.map(([name]) => name),
    given,
  );
  for (const [name, parameter] of declared) {
    const resolved = resolveOne(name, parameter, Object.hasOwn(given, name) ? given[name] : undefined);
    if ('problem' in resolved) problems.push(resolved.problem);
    else texts.set(name, resolved.text);
    if ('input' in resolved) inputs.push([name, resolved.input]);
  }
  if (problems.length > 0) throw new WorkflowParameterError(problems);
  return { inputs: Object.fromEntries(inputs), texts };
}

type Resolution = { readonly problem: ParameterProblem } | { readonly text: string; readonly input: Json } | { readonly text: string };

function resolveOne(name: string, parameter: WorkflowParameter, given: unknown): Resolution {
  const value = given ?? parameter.default ?? undefined;
  if (value === undefined) {
    if (!parameter.required) return { text: '' };
    const hint = parameter.description ? ` (${parameter.description})` : '';
    return { problem: { code: 'missing', name, message: `${name}${hint} is required: give it a ${parameter.type} value.` } };
  }
  const text = parameterText(parameter.type, value);
  if (text === undefined || !isJson(value))
    return { problem: { code: 'wrong_type', name, message: wrongType(name, parameter.type, value) } };
  const inexact = (parameter.type === 'number' || parameter.type === 'json') && typeof value === 'string' && firstInexactNumber(value);
  if (inexact) return { problem: { code: 'wrong_type', name, message: inexactNumber(name, parameter.type, inexact) } };
  return { text, input: value };
}

/** Rather than going on with another number, which nobody would notice. */
function inexactNumber(name: string, type: ParameterType, literal: string): string {
  const advice = type === 'number' ? `make ${name} a string parameter` : 'write it in double quotes, as a text';
  return `${name} must be kept exactly, and ${shorten(literal)} is beyond what a number keeps (integers to 9007199254740991, 15 digits): ${advice}.`;
}

/** How a value of the type is written in a prompt; `undefined` where the value is not of the type. */
export function parameterText(type: ParameterType, value: unknown): string | undefined {
  switch (type) {
    case 'string':
      return stringText(value);
    case 'number':
      return numberText(value);
    case 'boolean':
      return booleanText(value);
    case 'json':
      return jsonText(value);
  }
}

function stringText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? numberText(value) : undefined;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function numberText(value: unknown): string | undefined {
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? String(number) : undefined;
}

function booleanText(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : '';
  return text === 'true' || text === 'false' ? text : undefined;
}

function jsonText(value: unknown): string | undefined {
  if (typeof value !== 'string') return isJson(value) ? JSON.stringify(value) : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJson(parsed) ? JSON.stringify(parsed) : undefined; // 1e400 parses as Infinity, which would be written as null
  } catch {
    return undefined; // not JSON, which the caller reports
  }
}

const EXPECTED: Readonly<Record<ParameterType, string>> = {
  string: 'a text',
  number: 'a finite number such as 42 or 0.5',
  boolean: 'true or false',
  json: 'JSON such as {"key": [1, 2]} (a text in double quotes)',
};

function wrongType(name: string, type: ParameterType, value: unknown): string {
  return `${name} must be ${EXPECTED[type]}, not ${show(value)}.`;
}

const LONGEST_SHOWN = 60;

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null && !isJson(value)) return 'an object that is not plain JSON';
  const text = typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value);
  return shorten(text);
}

function shorten(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function undeclared(declared: readonly string[], given: Readonly<Record<string, unknown>>): ParameterProblem[] {
  const names = declared.length > 0 ? `it declares ${declared.join(', ')}` : 'it declares none';
  return Object.keys(given)
    .filter((name) => !declared.includes(name) && given[name] !== undefined && given[name] !== null)
    .map((name) => ({ code: 'undeclared', name, message: `The workflow has no parameter ${name}: ${names}.` }));
}
