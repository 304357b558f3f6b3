import { z } from 'zod';
import type { AgentDefinition } from '../../shared/session/agent';
import type { Tool, ToolContext } from '../sessions/ports';
import { tool } from './customTool';

export const TASK = 'task';

export type TaskPorts = {
  readonly agents: readonly AgentDefinition[];
  /** Has the agent work on the prompt in a session of its own, and gives its answer. */
  perform(agent: AgentDefinition, prompt: string, context: ToolContext): Promise<string>;
  /** How to bring the work that this very call had handed out to its end; nothing when it had handed out none. */
  goOn(prompt: string, context: ToolContext): (() => Promise<string>) | undefined;
};

/** Lets an agent hand work to one of the configured agents. */
export function createTaskTool({ agents, perform, goOn }: TaskPorts): Tool {
  const inputSchema = z.object({
    agent: z.enum(agents.map((agent) => agent.name)).describe('Who is to do it.'),
    prompt: z.string().min(1).describe('Everything the agent has to know: it does not see this conversation.'),
  });
  const handOver = tool(
    {
      name: TASK,
      description: [DESCRIPTION, ...agents.map(({ name, description }) => `- ${name}: ${description}`)].join('\n'),
      inputSchema,
    },
    async ({ agent: name, prompt }, context) => {
      const agent = agents.find((candidate) => candidate.name === name);
      if (!agent) throw new Error(`The input schema let the agent ${name} through, which there is not`);
      return perform(agent, prompt, context);
    },
  );
  return {
    ...handOver,
    goOn(input, context) {
      const parsed = inputSchema.safeParse(input);
      const work = parsed.success ? goOn(parsed.data.prompt, context) : undefined;
      return work && (async () => ({ content: await work(), isError: false }));
    },
  };
}

const DESCRIPTION =
  'Hands a piece of work to another agent, which does it in a conversation of its own and returns its answer. An agent can do no more than you may do yourself. The agents:';
