import { type AppError, isAppError } from '../../../shared/lib/appError';
import { resolveParameters } from '../../../shared/workflow/parameters';
import type { ParameterProblem } from '../../../shared/workflow/problems';
import type { WorkflowDefinition, WorkflowParameter } from '../../../shared/workflow/schema';

/** What stands in the run dialog: text as typed, or a switch's state. */
export type FieldValues = { readonly [parameter: string]: string | boolean };

type Parameters = Pick<WorkflowDefinition, 'parameters'>;

/** Last values where there are any, else defaults. A last value of another kind than the parameter now has is left out. */
export function initialFields({ parameters = {} }: Parameters, last: FieldValues = {}): FieldValues {
  const fields = Object.entries(parameters).map(([name, parameter]) => {
    const kept = last[name];
    const isBoolean = parameter.type === 'boolean';
    return [name, kept !== undefined && (typeof kept === 'boolean') === isBoolean ? kept : defaultField(parameter)] as const;
  });
  return Object.fromEntries(fields);
}

/** The fields as a run takes them. An empty field is no value, unless emptiness is what was made of a text that had a default. */
export function paramsOf({ parameters = {} }: Parameters, fields: FieldValues): { readonly [name: string]: unknown } {
  const given = Object.entries(parameters).flatMap(([name, parameter]) => {
    const value = fields[name];
    if (value === undefined) return [];
    if (value !== '') return [[name, value] as const];
    return parameter.type === 'string' && !parameter.required && parameter.default != null ? [[name, ''] as const] : [];
  });
  return Object.fromEntries(given);
}

/** What the host would say against these fields; asked here first, so that nothing invalid is sent. */
export function problemsOf(definition: Parameters, fields: FieldValues): readonly ParameterProblem[] {
  try {
    resolveParameters(definition, paramsOf(definition, fields));
    return [];
  } catch (error) {
    if (isAppError(error) && error.code === 'INVALID_PARAMETERS') return parameterProblems(error);
    throw error;
  }
}

/** What a refused run says about its parameters; nothing where it was refused for another reason. */
export function parameterProblems(error: AppError | undefined): readonly ParameterProblem[] {
  if (error?.code !== 'INVALID_PARAMETERS') return [];
  return error.details as unknown as readonly ParameterProblem[]; // what AppErrorCode promises of this code
}

/** Values of an earlier run as fields, to run it again. */
export function fieldsOf({ parameters = {} }: Parameters, params: { readonly [name: string]: unknown }): FieldValues {
  return initialFields(
    { parameters },
    Object.fromEntries(
      Object.entries(parameters)
        .filter(([name]) => params[name] !== undefined)
        .map(([name, parameter]) => [name, defaultField({ ...parameter, default: params[name] })]),
    ),
  );
}

function defaultField({ type, default: value }: WorkflowParameter): string | boolean {
  if (type === 'boolean') return value === true || String(value).toLowerCase() === 'true';
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, type === 'json' ? 2 : 0);
}
