import { z } from 'zod';
import { isPlainObject } from '../../shared/workflow/isJson';
import { parseWorkflowText } from '../../shared/workflow/parse';
import type { WorkflowProblem } from '../../shared/workflow/problems';
import { PARAMETER_TYPES, STEP_MODES } from '../../shared/workflow/schema';
import { validateWorkflow, type WorkflowCatalog } from '../../shared/workflow/validate';

/** Enough for any plan a model can keep in view; more is a loop that got out of hand. */
export const MAX_AUTHORED_STEPS = 50;

/** The workflow as a model is asked to write it: what is left out here it has no business setting. */
export const authoredWorkflowSchema = z.object({
  name: z.string().describe('A short name in kebab case.'),
  description: z.string().optional().describe('What the workflow is for.'),
  parameters: z
    .record(
      z.string(),
      z.object({
        type: z.enum(PARAMETER_TYPES),
        description: z.string().optional(),
        required: z.boolean().optional(),
        default: z.unknown().optional(),
      }),
    )
    .optional()
    .describe('By name, in capitals such as REPO_PATH; a prompt refers to one as $REPO_PATH.'),
  model: z.string().optional().describe('Model of all steps; leave it out to use the usual one.'),
  systemPrompt: z.string().optional().describe('System prompt of all steps.'),
  steps: z
    .array(
      z.object({
        id: z.string().describe('Letters, digits, _ and -, at most 64.'),
        description: z.string().describe('A name for people.'),
        prompt: z
          .string()
          .describe(
            'All the step is told: it does not see this conversation. $steps.<id>.text is the answer of a step named in dependsOn. Write \\$ for a plain $.',
          ),
        dependsOn: z
          .array(z.string())
          .optional()
          .describe('Ids of the steps to wait for. Steps without order between them run side by side.'),
        allowedTools: z.array(z.string()).optional().describe('The only tools the step may use, such as ["read", "grep"].'),
        mode: z.enum(STEP_MODES).optional().describe('single: one answer without tools. react (default): works with tools.'),
        model: z.string().optional(),
        systemPrompt: z.string().optional(),
        retries: z.number().int().min(0).max(10).optional(),
        timeoutMs: z.number().int().positive().optional(),
        maxTurns: z.number().int().positive().optional(),
      }),
    )
    .describe(`1 to ${MAX_AUTHORED_STEPS} steps.`),
});

/** What a model wrote, and everything that keeps it from running. Models often write the definition as a string of JSON; that is taken too. */
export function checkAuthoredWorkflow(
  given: unknown,
  catalog: WorkflowCatalog,
): { readonly definition: unknown; readonly problems: readonly WorkflowProblem[] } {
  const { value: definition, problems } = typeof given === 'string' ? parseWorkflowText(given) : { value: given, problems: [] };
  if (problems.length > 0) return { definition, problems };
  return { definition, problems: [...tooManySteps(definition), ...broughtAlong(definition), ...validateWorkflow(definition, catalog)] };
}

function stepsOf(definition: unknown): readonly unknown[] {
  return isPlainObject(definition) && Array.isArray(definition.steps) ? definition.steps : [];
}

function tooManySteps(definition: unknown): WorkflowProblem[] {
  const { length } = stepsOf(definition);
  if (length <= MAX_AUTHORED_STEPS) return [];
  const message = `${length} steps are too many: at most ${MAX_AUTHORED_STEPS}. Give each step more to do, or run several workflows.`;
  return [{ severity: 'error', code: 'invalid_shape', path: '$.steps', message }];
}

/** Commands to start and folders outside the work directory come from people, never from a model. */
const FOR_PEOPLE = ['mcpServers', 'skillDirectories'] as const;

function broughtAlong(definition: unknown): WorkflowProblem[] {
  const places: readonly (readonly [string, unknown])[] = [
    ['$', definition],
    ...stepsOf(definition).map((step, index) => [`$.steps[${index}]`, step] as const),
  ];
  return places.flatMap(([place, owner]) =>
    FOR_PEOPLE.filter((key) => isPlainObject(owner) && owner[key] !== undefined).map(
      (key): WorkflowProblem => ({
        severity: 'error',
        code: 'invalid_shape',
        path: `${place}.${key}`,
        message: `A workflow that an agent writes cannot bring ${key}. Leave it out.`,
      }),
    ),
  );
}
