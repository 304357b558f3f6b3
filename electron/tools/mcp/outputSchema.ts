import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { z } from 'zod';

/**
 * Checks structured results without turning their schema into code, which the SDK's own validator does. A schema that can't be
 * understood lets everything through: it is the server's description of itself, not our protection.
 */
export const outputSchemas: jsonSchemaValidator = {
  getValidator<T>(schema: unknown) {
    const parser = understood(schema);
    return (input: unknown) => {
      const parsed = parser?.safeParse(input);
      // Sound: a schema that says it describes T has been passed, or there is none to tell otherwise.
      if (!parsed || parsed.success) return { valid: true as const, data: input as T, errorMessage: undefined };
      return { valid: false as const, data: undefined, errorMessage: z.prettifyError(parsed.error) };
    };
  },
};

function understood(schema: unknown): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]); // it throws for what is none
  } catch {
    return undefined;
  }
}
