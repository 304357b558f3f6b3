import { z } from 'zod';
import type { AgentDefinition } from '../../shared/session/agent';
import type { Tool, ToolContext } from '../sessions/ports';
import { tool } from './customTool';

export const TASK = 'task';

export type TaskPorts = {
  readonly agents: readonly AgentDefinition[];
  /** Has the agent work on the prompt in a session of its own, and gives its answer. */
  perform(agent: AgentDefinition, prompt: string, context: ToolContext): Promise<string>;
};

/** Lets an agent hand work to one of the configured agents. */
export function createTaskTool({ agents, perform }: TaskPorts): Tool {
  const names = agents.map((agent) => agent.name);
  return tool(
    {
      name: TASK,
      description: [DESCRIPTION, ...agents.map(({ name, description }) => `- ${name}: ${description}`)].join('\n'),
      inputSchema: z.object({
        agent: z.enum(names).describe('Who is to do it.'),
        prompt: z.string().min(1).describe('Everything the agent has to know: it does not see this conversation.'),
      }),
    },
    async ({ agent: name, prompt }, context) => {
      const agent = agents.find((candidate) => candidate.name === name);
      if (!agent) throw new Error(`The input schema let the agent ${name} through, which there is not`);
      return perform(agent, prompt, context);
    },
  );
}

const DESCRIPTION =
  'Hands a piece of work to another agent, which does it in a conversation of its own and returns its answer. An agent can do no more than you may do yourself. The agents:';
