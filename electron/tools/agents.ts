import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import { type AgentDefinition, agentSchema } from '../../shared/session/agent';
import { isError, validateWorkflow } from '../../shared/workflow/validate';

/** The agents as they can be used, or `INVALID_INPUT` with everything that is wrong with them: better now than in the middle of a turn. */
export function checkAgents(given: readonly unknown[]): readonly AgentDefinition[] {
  const parsed = z.array(agentSchema).safeParse(given);
  if (!parsed.success) throw new AppError('INVALID_INPUT', `These agents do not fit:\n${z.prettifyError(parsed.error)}`);
  const agents = parsed.data;
  const names = agents.map(({ name }) => name.toLowerCase());
  const problems = [
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `Two agents are called ${name}; letter case does not tell them apart.`),
    ...agents.flatMap(workflowProblems),
  ];
  if (problems.length > 0) throw new AppError('INVALID_INPUT', problems.join('\n'));
  return agents;
}

function workflowProblems({ name, workflows = [] }: AgentDefinition): string[] {
  const names = workflows.map((workflow) => workflow.name);
  return [
    ...names
      .filter((workflow, index) => names.indexOf(workflow) !== index)
      .map((workflow) => `The agent ${name} has two workflows called "${workflow}".`),
    ...workflows.flatMap((workflow) =>
      validateWorkflow(workflow)
        .filter(isError)
        .map(({ path, message }) => `The workflow "${workflow.name}" of the agent ${name}: ${path}: ${message}`),
    ),
  ];
}
