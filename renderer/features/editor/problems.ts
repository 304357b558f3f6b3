import type { Catalog } from '../../../shared/ipc/contract/app';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { validateWorkflow, type WorkflowCatalog } from '../../../shared/workflow/validate';
import { activeDocumentOf, type Documents } from './documents';
import { parsePath } from './parsePath';
import { stepKeys } from './stepKeys';

export type Problems = {
  readonly all: readonly WorkflowProblem[];
  readonly byStep: ReadonlyMap<string, readonly WorkflowProblem[]>;
  readonly errors: number;
  readonly warnings: number;
};

/** What there is to use, as the host says, and what is wrong with folders of skills that were looked into. */
export type EditorCatalog = Catalog & Pick<WorkflowCatalog, 'skillDirectories'>;

export type WithCatalog = Documents & { readonly catalog: EditorCatalog | null };

const NO_PROBLEMS: Problems = { all: [], byStep: new Map(), errors: 0, warnings: 0 };
const found = new WeakMap<WorkflowDefinition, { readonly catalog: EditorCatalog | null; readonly problems: Problems }>();

/** What is wrong with the document in front. Worked out once per definition and shared by all who ask. */
export function activeProblems(state: WithCatalog): Problems {
  const document = activeDocumentOf(state);
  if (!document) return NO_PROBLEMS;
  const definition = document.history.present;
  const known = found.get(definition);
  if (known && known.catalog === state.catalog) return known.problems;
  const problems = problemsOf(definition, state.catalog);
  found.set(definition, { catalog: state.catalog, problems });
  return problems;
}

/** The key of the step a problem lies in, if it lies in one. */
export function stepKeyOf(definition: Pick<WorkflowDefinition, 'steps'>, path: string): string | undefined {
  const [list, index] = parsePath(path);
  return list === 'steps' && typeof index === 'number' ? stepKeys(definition)[index] : undefined;
}

function problemsOf(definition: WorkflowDefinition, catalog: EditorCatalog | null): Problems {
  const names = catalog && { tools: catalog.tools.map(({ name }) => name), models: catalog.models.map(({ id }) => id) };
  const all = validateWorkflow(definition, { ...names, skillDirectories: catalog?.skillDirectories ?? {} });
  const byStep = new Map<string, WorkflowProblem[]>();
  for (const problem of all) {
    const key = stepKeyOf(definition, problem.path);
    if (key !== undefined) byStep.set(key, [...(byStep.get(key) ?? []), problem]);
  }
  const errors = all.filter(({ severity }) => severity === 'error').length;
  return { all, byStep, errors, warnings: all.length - errors };
}
