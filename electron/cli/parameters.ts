import { z } from 'zod';
import { isAppError } from '../../shared/lib/appError';
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
  const values: Record<string, unknown> = {};
  if (file !== undefined) {
    const text = await readNamedFile(file);
    const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
    if (parsed.success) Object.assign(values, parsed.data);
    else problems.push(`${file}: $: must be a JSON object of parameter names and values, such as {"BRANCH": "main"}.`);
  }
  for (const pair of pairs) {
    const separator = pair.indexOf('=');
    if (separator < 1) problems.push(`-p ${pair}: write it as NAME=VALUE.`);
    else values[pair.slice(0, separator)] = pair.slice(separator + 1);
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
    return undefined; // which no schema accepts: the caller says what is wanted
  }
}
