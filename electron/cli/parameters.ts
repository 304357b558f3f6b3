import { isAppError } from '../../shared/lib/appError';
import { firstInexactNumber } from '../../shared/workflow/exactNumbers';
import { isPlainObject } from '../../shared/workflow/isJson';
import { resolveParameters } from '../../shared/workflow/parameters';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import { readNamedFile } from './files';

export type GivenParameters = { readonly [name: string]: unknown };

/**
 * The values of `--params FILE`, then those of `-p KEY=VALUE`, which are texts and win. Conversion to a parameter's type is for
 * `resolveParameters`. Problems come as lines.
 */
export async function readParameters(pairs: readonly string[], file: string | undefined) {
  const problems: string[] = [];
  // Without a prototype: `__proto__` is a name like any other, and so is reported as undeclared.
  const values: Record<string, unknown> = Object.create(null);
  if (file !== undefined) {
    const text = await readNamedFile(file);
    const parsed = parseJson(text);
    const inexact = parsed === undefined ? undefined : firstInexactNumber(text);
    if (inexact !== undefined)
      problems.push(`${file}: ${inexact} is beyond what a number keeps exactly: write it in double quotes, as a text.`);
    if (isPlainObject(parsed)) for (const [name, value] of Object.entries(parsed)) values[name] = value;
    else problems.push(`${file}: $: must be a JSON object of parameter names and values, such as {"BRANCH": "main"}.`);
  }
  const given = new Set<string>();
  for (const pair of pairs) {
    const separator = pair.indexOf('=');
    const name = pair.slice(0, separator);
    if (separator < 1) problems.push(`-p ${pair}: write it as NAME=VALUE.`);
    else if (given.has(name)) problems.push(`-p ${pair}: ${name} is given before: give each parameter once.`);
    else values[name] = pair.slice(separator + 1);
    if (separator > 0) given.add(name);
  }
  return { values, problems };
}

/** What is wrong with these values for this workflow, a line each. */
export function parameterProblems(definition: WorkflowDefinition, values: GivenParameters): readonly string[] {
  try {
    resolveParameters(definition, values);
    return [];
  } catch (error) {
    if (isAppError(error) && error.code === 'INVALID_PARAMETERS') return error.message.split('\n');
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined; // which is no object: the caller says what is wanted
  }
}
