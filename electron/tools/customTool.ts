import { z } from 'zod';
import { AppError, isAbort } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { Tool, ToolContext, ToolResult } from '../sessions/ports';

export type ToolDefinition<Schema extends z.ZodType> = {
  /** Letters, digits, `_` and `-`, at most 128: what the Messages API takes. */
  readonly name: string;
  /** For the model: what it does, when to use it, what it answers. */
  readonly description: string;
  /** An object schema; `describe` its fields, for the model. */
  readonly inputSchema: Schema;
  /** Leaves no trace: may run beside others, unasked, and again after a crash. */
  readonly isReadOnly?: boolean;
};

const NAME_PATTERN = /^[A-Za-z0-9_-]{1,128}$/;

/** For callers without types. A schema may come from another copy of zod, so it is known by what it can do. */
const givenSchema = z.tuple([
  z.object({
    name: z.string(),
    description: z.string(),
    inputSchema: z.custom((value) => '_zod' in Object(value), 'must be a z.object(…) of zod 4'),
  }),
  z.custom((value) => typeof value === 'function', 'must be the function that the tool calls'),
]);

/**
 * Makes a tool of a function. Its input is checked before it is called; what it returns is the result (text as it is, anything else as JSON);
 * what it throws is an error result that the model is told about.
 */
export function tool<Schema extends z.ZodType>(
  definition: ToolDefinition<Schema>,
  execute: (input: z.output<Schema>, context: ToolContext) => unknown,
): Tool {
  const given = givenSchema.safeParse([definition, execute]);
  if (!given.success) throw new AppError('INVALID_INPUT', `This does not make a tool:\n${z.prettifyError(given.error)}`);
  const { name, description, inputSchema, isReadOnly = false } = definition;
  if (!NAME_PATTERN.test(name)) {
    throw new AppError('INVALID_INPUT', `"${name}" cannot be a tool's name. Use up to 128 letters, digits, underscores and hyphens.`);
  }
  return {
    name,
    description,
    inputSchema: objectSchema(name, inputSchema),
    isReadOnly,
    async execute(input, context) {
      const parsed = inputSchema.safeParse(input);
      if (!parsed.success) return failure(`The input does not fit. Nothing was run.\n${z.prettifyError(parsed.error)}`);
      try {
        return success(await execute(parsed.data, context));
      } catch (error) {
        if (context.signal.aborted || isAbort(error)) throw error;
        return failure(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function objectSchema(name: string, schema: z.ZodType): Json {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io: 'input' });
  if (jsonSchema.type !== 'object') throw new AppError('INVALID_INPUT', `The inputSchema of the tool ${name} must be a z.object(…).`);
  // Sound: a JSON schema is JSON; zod's type is wider because its keys are optional.
  return jsonSchema as Json;
}

function success(value: unknown): ToolResult {
  return { content: typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? ''), isError: false };
}

function failure(content: string): ToolResult {
  return { content, isError: true };
}
