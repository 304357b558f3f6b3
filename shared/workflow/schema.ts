import { z } from 'zod';

/** The shape of a workflow: plain JSON, the same for canvas, file, Builder and agent. Chapter 7, section 1; semantics.md, section 1. */

export const STEP_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
export const PARAMETER_NAME_PATTERN = /^[A-Z][A-Z0-9_]*$/;

export const PARAMETER_TYPES = ['string', 'number', 'boolean', 'json'] as const;
export const STEP_MODES = ['react', 'single'] as const;

// Objects are loose: unknown keys survive a round trip and draw a warning (`unknown_key`) in validation.
// Nothing has a default here, so that parse∘serialise is the identity.

export const parameterSchema = z.looseObject({
  type: z.enum(PARAMETER_TYPES),
  description: z.string().optional(),
  required: z.boolean().optional(),
  default: z.unknown().optional(),
});

export const mcpServerSchema = z.union([
  z.looseObject({
    name: z.string(),
    command: z.string(),
    args: z.array(z.string()).optional(),
    env: z.record(z.string(), z.string()).optional(),
    cwd: z.string().optional(),
  }),
  z.looseObject({ name: z.string(), url: z.string(), headers: z.record(z.string(), z.string()).optional() }),
]);

/** A tool given by definition instead of by name. `execute` exists only in library use; it is never serialised. */
export const toolDefinitionSchema = z.looseObject({ name: z.string(), description: z.string().optional() });

export const stepSchema = z.looseObject({
  id: z.string(),
  description: z.string().optional(),
  prompt: z.string(),
  dependsOn: z.array(z.string()).optional(),
  allowedTools: z.array(z.string()).optional(),
  tools: z.array(z.union([z.string(), toolDefinitionSchema])).optional(),
  mcpServers: z.array(mcpServerSchema).optional(),
  skillDirectories: z.array(z.string()).optional(),
  model: z.string().nullable().optional(),
  systemPrompt: z.string().optional(),
  mode: z.enum(STEP_MODES).optional(),
  retries: z.number().int().min(0).max(10).optional(),
  timeoutMs: z.number().int().positive().optional(),
  maxTurns: z.number().int().positive().optional(),
});

export const positionSchema = z.looseObject({ x: z.number(), y: z.number() });

export const workflowSchema = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  steps: z.array(stepSchema),
  parameters: z.record(z.string(), parameterSchema).optional(),
  model: z.string().nullable().optional(),
  systemPrompt: z.string().optional(),
  /** For every step that may use them; a step's own server of that name takes the place of one. */
  mcpServers: z.array(mcpServerSchema).optional(),
  /** Step id → place on the canvas, in canvas pixels. The engine ignores it. */
  layout: z.record(z.string(), positionSchema).optional(),
});

export type WorkflowParameter = z.infer<typeof parameterSchema>;
export type McpServerDefinition = z.infer<typeof mcpServerSchema>;
export type WorkflowStepDefinition = z.infer<typeof stepSchema>;
export type WorkflowDefinition = z.infer<typeof workflowSchema>;
/** What only reads a definition takes this: one written `as const`, or frozen, fits as well. */
export type ReadonlyWorkflow = DeepReadonly<WorkflowDefinition>;
export type StepMode = (typeof STEP_MODES)[number];
export type ParameterType = (typeof PARAMETER_TYPES)[number];
export type Position = z.infer<typeof positionSchema>;

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** What people call the step: its description, or its id where that is empty. */
export function stepName(step: Pick<WorkflowStepDefinition, 'id' | 'description'>): string {
  return step.description?.trim() ? step.description : step.id;
}
