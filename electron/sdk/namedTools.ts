import type { AgentTools, AgentToolsByName, RunTools } from '../host/toolScopes';
import type { Tool } from '../sessions/ports';
import { type AgentOptions, isTool } from './options';

/** What is stored names tools, in plain JSON; what they do stays in this process. */
export function namesOf(tools: readonly (string | Tool)[]): string[] {
  return tools.map((entry) => (typeof entry === 'string' ? entry : entry.name));
}

/** A definition as it is stored: tools given as objects are named in it. Anything else is left to validation. */
export function withToolNames(definition: unknown): unknown {
  const { steps } = Object(definition);
  if (!Array.isArray(steps)) return definition;
  const nameTools = (step: unknown): unknown => {
    const { tools } = Object(step);
    return Array.isArray(tools) ? { ...Object(step), tools: tools.map((entry) => (isTool(entry) ? entry.name : entry)) } : step;
  };
  return { ...Object(definition), steps: steps.map(nameTools) };
}

/** What the steps of a definition can name: each the tools it was given itself, then those of the others. */
export function toolsOfSteps(definition: unknown): RunTools {
  const { steps } = Object(definition);
  const ofSteps = (Array.isArray(steps) ? steps : []).map((step: unknown) => {
    const { id, tools } = Object(step);
    return { id, tools: Array.isArray(tools) ? tools.filter(isTool) : [] };
  });
  const all = ofSteps.flatMap(({ tools }) => tools);
  return (stepId) => [...ofSteps.filter(({ id }) => id === stepId).flatMap(({ tools }) => tools), ...all];
}

/** The agents as the host takes them: named as they are stored, and what their tools do beside that. */
export function splitAgents(agents: readonly AgentOptions[]): {
  readonly agents: readonly object[];
  readonly agentTools: AgentToolsByName;
} {
  return { agents: agents.map(withAgentToolNames), agentTools: new Map(agents.map((agent) => [agent.name, toolsOfAgent(agent)])) };
}

function withAgentToolNames({ tools, workflows, ...rest }: AgentOptions): object {
  return { ...rest, ...(tools && { tools: namesOf(tools) }), ...(workflows && { workflows: workflows.map(withToolNames) }) };
}

function toolsOfAgent({ tools = [], workflows = [] }: AgentOptions): AgentTools {
  return {
    tools: tools.filter((entry) => isTool(entry)),
    workflows: new Map(workflows.map((workflow) => [workflow.name, toolsOfSteps(workflow)])),
  };
}
