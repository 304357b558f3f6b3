import { jsonPath } from '../jsonPath';
import { suggester } from '../nearest';
import type { WorkflowProblem } from '../problems';
import type { Draft, DraftStep } from './draft';

/** What exists where the workflow is to run. */
export type WorkflowCatalog = {
  /** A name may end in `*`, for servers whose tools are not known before they start. */
  readonly tools?: readonly string[];
  readonly models?: readonly string[];
  /** What is wrong with folders of skills, by the name that definitions give them. */
  readonly skillDirectories?: { readonly [directory: string]: readonly string[] };
};

/** Tools and models against what there is. */
export function checkCatalog(draft: Draft, catalog: WorkflowCatalog): WorkflowProblem[] {
  const { tools, models } = catalog;
  return [...(tools ? checkTools(draft, tools) : []), ...(models ? checkModels(draft, models) : [])];
}

type Entry = { readonly name: string; readonly path: readonly PropertyKey[] };

function checkTools(draft: Draft, catalog: readonly string[]): WorkflowProblem[] {
  const suggest = suggester(catalog);
  const isInCatalog = matcher(catalog);
  return draft.steps.flatMap((step, index) => {
    const isGivenHere = matcher([...toolsGivenBy(step), ...toolsOfServers(draft)]);
    const named = (step.tools ?? []).flatMap((tool, place): Entry[] =>
      bringsItsCode(tool) ? [] : [{ name: nameOf(tool), path: ['steps', index, 'tools', place] }],
    );
    const allowed = (step.allowedTools ?? []).map((name, place): Entry => ({ name, path: ['steps', index, 'allowedTools', place] }));
    const unknown = [...named, ...allowed.filter(({ name }) => !isGivenHere(name))].filter(({ name }) => !isInCatalog(name));
    return unknown.map(({ name, path }): WorkflowProblem => {
      const meant = suggest(name);
      const message = `There is no tool "${name}". ${meant ? `Did you mean "${meant}"?` : `There are: ${catalog.join(', ')}.`}`;
      return { severity: 'error', code: 'unknown_tool', path: jsonPath(path), ...(step.id !== undefined && { stepId: step.id }), message };
    });
  });
}

type StepTool = NonNullable<DraftStep['tools']>[number];

/** Made by `tool()`. What is described only, as in a file, stands for the tool of that name. */
function bringsItsCode(tool: StepTool): boolean {
  return typeof tool !== 'string' && typeof tool.execute === 'function';
}

function nameOf(tool: StepTool): string {
  return typeof tool === 'string' ? tool : tool.name;
}

/** Tools a step brings along: with their code, or from servers that are not asked before they start. */
function toolsGivenBy(step: DraftStep): string[] {
  const defined = (step.tools ?? []).flatMap((tool) => (bringsItsCode(tool) ? [nameOf(tool)] : []));
  return [...defined, ...toolsOfServers(step)];
}

function toolsOfServers({ mcpServers = [] }: Pick<DraftStep, 'mcpServers'>): string[] {
  return mcpServers.map((server) => `${server.name}__*`);
}

/** Whether an entry of `allowedTools` fits one of the names: upper and lower case are one, `*` at the end of either stands for anything. */
function matcher(names: readonly string[]): (entry: string) => boolean {
  const known = names.map((name) => name.toLowerCase());
  const exact = new Set(known);
  const prefixes = known.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (entry) => {
    const wanted = entry.toLowerCase();
    if (exact.has(wanted) || prefixes.some((prefix) => wanted.startsWith(prefix))) return true;
    return wanted.endsWith('*') && known.some((name) => name.startsWith(wanted.slice(0, -1)));
  };
}

function checkModels(draft: Draft, models: readonly string[]): WorkflowProblem[] {
  const suggest = suggester(models);
  const check = (model: string | null | undefined, path: readonly PropertyKey[], stepId?: string): WorkflowProblem[] => {
    if (model === null || model === undefined || models.includes(model)) return [];
    const message = model.trim() === '' ? BLANK_MODEL : unknownModel(model, suggest(model));
    return [{ severity: 'warning', code: 'unknown_model', path: jsonPath(path), ...(stepId !== undefined && { stepId }), message }];
  };
  return [...check(draft.model, ['model']), ...draft.steps.flatMap((step, index) => check(step.model, ['steps', index, 'model'], step.id))];
}

const BLANK_MODEL = 'A blank model is inherited, as null is. Leave it out, or name one.';

function unknownModel(model: string, meant: string | undefined): string {
  return `The model "${model}" is not known here, so its price is not either. ${meant ? `Did you mean "${meant}"?` : 'Check its name.'}`;
}
