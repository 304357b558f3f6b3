import { z } from 'zod';
import { mcpServerSchema, stepSchema, workflowSchema } from '../workflow/schema';

/** Who can be sent a task (chapter 7, "Deployment Modes"; semantics.md, section 6): plain JSON; what it leaves out it inherits. */
export const agentSchema = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'An agent’s name has up to 64 letters, digits, underscores and hyphens.'),
  /** For the model that chooses an agent: what it is good at. */
  description: z.string(),
  systemPrompt: z.string().optional(),
  model: z.string().nullable().optional(),
  allowedTools: z.array(z.string()).optional(),
  tools: stepSchema.shape.tools,
  mcpServers: z.array(mcpServerSchema).optional(),
  /** Offered to the agent as choices of `run_workflow`, by name. */
  workflows: z.array(workflowSchema).optional(),
});

export type AgentDefinition = z.infer<typeof agentSchema>;
