import { existsSync } from 'node:fs';
import { KNOWN_MODELS } from '../../shared/catalog/models';
import { USUAL_TOOLS } from '../../shared/catalog/tools';
import { parseWorkflowText } from '../../shared/workflow/parse';
import type { WorkflowProblem } from '../../shared/workflow/problems';
import { type WorkflowDefinition, workflowSchema } from '../../shared/workflow/schema';
import { isError, validateWorkflow } from '../../shared/workflow/validate';
import { readNamedFile } from './files';

/** What a workflow file holds, and everything that is wrong with it. `definition` is there when its shape is right. */
export type CheckedDefinition = {
  /** What the problems' paths are relative to, for people: the file's name. */
  readonly source: string;
  readonly definition: WorkflowDefinition | undefined;
  readonly problems: readonly WorkflowProblem[];
};

/** Names of stored workflows are not paths: what ends in `.json`, has a separator or exists as given is a file. */
export function isFileName(target: string): boolean {
  return target.endsWith('.json') || /[/\\]/.test(target) || existsSync(target);
}

/** Reads and checks a workflow file; throws `InvalidInput` only where it can not be read at all. */
export async function checkDefinitionFile(file: string): Promise<CheckedDefinition> {
  const { value, problems } = parseWorkflowText(await readNamedFile(file));
  return problems.length > 0 ? { source: file, definition: undefined, problems } : checkDefinition(file, value);
}

/** The terminal has no agents; its models are those that people can pick in the window. */
const CATALOG = { tools: USUAL_TOOLS.map((tool) => tool.name), models: KNOWN_MODELS.map((model) => model.id) };

/** `tools`: the names that steps may use. Without the store, those of the person's own servers are not known. */
export function checkDefinition(source: string, value: unknown, tools = CATALOG.tools): CheckedDefinition {
  const parsed = workflowSchema.safeParse(value);
  const problems = validateWorkflow(value, { ...CATALOG, tools });
  return { source, definition: parsed.success ? parsed.data : undefined, problems };
}

/** Whether it can run where more tools are known. */
export function lacksToolsOnly({ problems }: CheckedDefinition): boolean {
  const errors = problems.filter(isError);
  return errors.length > 0 && errors.every(({ code }) => code === 'unknown_tool');
}

export function hasErrors(checked: CheckedDefinition): boolean {
  return checked.problems.some(isError);
}

/** `file: $.steps[1].dependsOn[0]: message`, as compilers do. */
export function problemLine(source: string, problem: WorkflowProblem): string {
  const kind = isError(problem) ? '' : 'warning: ';
  return `${source}: ${problem.path}: ${kind}${problem.message}`;
}
