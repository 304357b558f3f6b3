import { jsonPath } from '../jsonPath';
import { suggester } from '../nearest';
import type { WorkflowProblem } from '../problems';
import type { Draft, DraftStep } from './draft';

/** What exists where the workflow is to run. A tool name may end in `*`, for servers whose tools are not known before they start. */
export type WorkflowCatalog = { readonly tools?: readonly string[]; readonly models?: readonly string[] };

/** Tools and models against what there is. */
export function checkCatalog(draft: Draft, catalog: WorkflowCatalog): WorkflowProblem[] {
  const { tools, models } = catalog;
  return [...(tools ? checkTools(draft, tools) : []), ...(models ? checkModels(draft, models) : [])];
}

function checkTools(draft: Draft, catalog: readonly string[]): WorkflowProblem[] {
  const suggest = suggester(catalog);
  const inCatalog = matcher(catalog);
  return draft.steps.flatMap((step, index) => checkToolsOfStep(step, index, catalog, inCatalog, suggest));
}

function checkToolsOfStep(
  step: DraftStep,
  index: number,
  catalog: readonly string[],
  inCatalog: Matcher,
  suggest: (name: string) => string | undefined,
): WorkflowProblem[] {
  const givenHere = (step.tools ?? []).filter((tool) => typeof tool !== 'string').map((tool) => tool.name);
  const fromServers = (step.mcpServers ?? []).map((server) => `${server.name}__*`);
  const isGivenHere = matcher([...givenHere, ...fromServers]);
  const named = (step.tools ?? []).map((tool) => (typeof tool === 'string' && !inCatalog(tool) ? tool : null));
  const allowed = (step.allowedTools ?? []).map((entry) => (inCatalog(entry) || isGivenHere(entry) ? null : entry));
  const report = (field: string) => (name: string | null, place: number) =>
    name === null ? [] : [unknownTool(step, ['steps', index, field, place], name, suggest(name) ?? null, catalog)];
  return [...named.flatMap(report('tools')), ...allowed.flatMap(report('allowedTools'))];
}

type Matcher = (entry: string) => boolean;

/** Whether an entry of `allowedTools` fits one of the names: upper and lower case are one, `*` at the end of either stands for anything. */
function matcher(names: readonly string[]): Matcher {
  const known = names.map((name) => name.toLowerCase());
  const exact = new Set(known);
  const prefixes = known.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (entry) => {
    const wanted = entry.toLowerCase();
    if (exact.has(wanted) || prefixes.some((prefix) => wanted.startsWith(prefix))) return true;
    return wanted.endsWith('*') && known.some((name) => name.startsWith(wanted.slice(0, -1)));
  };
}

function unknownTool(
  step: DraftStep,
  path: readonly PropertyKey[],
  name: string,
  meant: string | null,
  catalog: readonly string[],
): WorkflowProblem {
  const hint = meant ? `Did you mean "${meant}"?` : `There are: ${catalog.join(', ')}.`;
  return {
    severity: 'error',
    code: 'unknown_tool',
    path: jsonPath(path),
    ...(step.id !== undefined && { stepId: step.id }),
    message: `There is no tool "${name}". ${hint}`,
  };
}

function checkModels(draft: Draft, models: readonly string[]): WorkflowProblem[] {
  const suggest = suggester(models);
  const check = (model: string | null | undefined, path: readonly PropertyKey[], stepId?: string): WorkflowProblem[] => {
    if (model === null || model === undefined || models.includes(model)) return [];
    const meant = suggest(model);
    const message = `The model "${model}" is not known here, so its price is not either. ${meant ? `Did you mean "${meant}"?` : 'Check its name.'}`;
    return [{ severity: 'warning', code: 'unknown_model', path: jsonPath(path), ...(stepId !== undefined && { stepId }), message }];
  };
  return [...check(draft.model, ['model']), ...draft.steps.flatMap((step, index) => check(step.model, ['steps', index, 'model'], step.id))];
}
