import { parseReferences } from '../interpolate';
import { jsonPath } from '../jsonPath';
import type { WorkflowProblem } from '../problems';
import { PARAMETER_NAME_PATTERN } from '../schema';
import type { Draft } from './draft';

type Text = { readonly text: string | undefined; readonly path: readonly PropertyKey[]; readonly stepId?: string | undefined };

/** Names of parameters, those declared and those used. */
export function checkParameters(draft: Draft): WorkflowProblem[] {
  const used = new Set<string>();
  const unknown: WorkflowProblem[] = [];
  for (const text of textsOf(draft)) {
    for (const name of parameterNames(text.text ?? '')) {
      used.add(name);
      if (!draft.parameters.has(name)) unknown.push(unknownParameter(name, text));
    }
  }
  const taken = new Set(draft.parameters.keys());
  const declared = [...draft.parameters.keys()].flatMap((name) => {
    if (!PARAMETER_NAME_PATTERN.test(name)) return [misnamed(name, taken)];
    return used.has(name) ? [] : [unused(name)];
  });
  return [...declared, ...unknown];
}

function textsOf(draft: Draft): Text[] {
  return [
    { text: draft.systemPrompt, path: ['systemPrompt'] },
    ...draft.steps.flatMap((step, index): Text[] => [
      { text: step.prompt, path: ['steps', index, 'prompt'], stepId: step.id },
      { text: step.systemPrompt, path: ['steps', index, 'systemPrompt'], stepId: step.id },
    ]),
  ];
}

function parameterNames(text: string): Set<string> {
  return new Set(parseReferences(text).flatMap((token) => (token.kind === 'parameter' ? [token.name] : [])));
}

function unknownParameter(name: string, { path, stepId }: Text): WorkflowProblem {
  return {
    severity: 'warning',
    code: 'unknown_parameter',
    path: jsonPath(path),
    ...(stepId !== undefined && { stepId }),
    message: `$${name} is not a declared parameter and stays as it is. Declare it, or write \\$${name} if that is meant.`,
    fix: { kind: 'declare_parameter', name, label: `Declare the parameter ${name}` },
  };
}

function unused(name: string): WorkflowProblem {
  return {
    severity: 'warning',
    code: 'unused_parameter',
    path: jsonPath(['parameters', name]),
    message: `No prompt uses $${name}: use it or remove the parameter.`,
    fix: { kind: 'remove_parameter', name, label: `Remove the parameter ${name}` },
  };
}

/** Takes the name that its fix offers, so that no other fix offers it too. */
function misnamed(name: string, taken: Set<string>): WorkflowProblem {
  const stem = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '_')
    .replace(/^[^A-Z]+/, '');
  let to = stem;
  for (let count = 2; taken.has(to); count += 1) to = `${stem}_${count}`;
  const canRename = PARAMETER_NAME_PATTERN.test(stem);
  if (canRename) taken.add(to);
  return {
    severity: 'error',
    code: 'parameter_name',
    path: jsonPath(['parameters', name]),
    message: `"${name}" cannot be used in a prompt: a parameter name is capital letters, digits and "_", beginning with a letter.`,
    ...(canRename && { fix: { kind: 'rename_parameter', name, to, label: `Rename it to ${to}` } }),
  };
}
