import { z } from 'zod';

/** What a rehearsal reads of a request to the Messages API. */

const blockSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
  tool_use_id: z.string().optional(),
  is_error: z.boolean().nullish(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]).nullish(),
});

const messageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string().transform((text) => [{ type: 'text', text }]), z.array(blockSchema)]).pipe(z.array(blockSchema)),
});

const toolSchema = z.looseObject({
  name: z.string(),
  input_schema: z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) }).optional(),
});

const requestSchema = z.looseObject({
  messages: z.array(messageSchema),
  tools: z.array(toolSchema).default([]),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
  system: z
    .union([
      z.string(),
      z.array(z.looseObject({ text: z.string().default('') })).transform((parts) => parts.map((part) => part.text).join('\n')),
    ])
    .default(''),
});

export type MessagesRequest = z.infer<typeof requestSchema>;
export type RequestMessage = MessagesRequest['messages'][number];
export type RequestBlock = RequestMessage['content'][number];

export function parseMessagesRequest(value: unknown): MessagesRequest {
  return requestSchema.parse(value);
}

/** The text of a message or of a tool's result. */
export function plainText(content: RequestBlock['content'] | RequestMessage['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((block) => block.text ?? '')
    .filter((text) => text !== '')
    .join('\n');
}
