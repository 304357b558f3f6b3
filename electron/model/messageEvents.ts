import { z } from 'zod';
import type { ContentBlock } from '../../shared/session/session';

/**
 * The events of a streamed message, as far as they are understood. Everything is loose: servers of the Messages API add
 * fields, and what is not understood must not break a reply.
 */

const usageSchema = z.looseObject({
  input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
});

const blockSchema = z.custom<ContentBlock>((value) => typeof value === 'object' && value !== null && 'type' in value);

const deltaSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  partial_json: z.string().optional(),
  thinking: z.string().optional(),
  signature: z.string().optional(),
  citation: z.json().optional(),
});

const index = z.number().int().min(0);

const messageEventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message_start'),
    message: z.looseObject({ model: z.string().nullish(), usage: usageSchema.nullish() }),
  }),
  z.looseObject({ type: z.literal('content_block_start'), index, content_block: blockSchema }),
  z.looseObject({ type: z.literal('content_block_delta'), index, delta: deltaSchema }),
  z.looseObject({ type: z.literal('content_block_stop'), index }),
  z.looseObject({
    type: z.literal('message_delta'),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
    usage: usageSchema.nullish(),
  }),
  z.looseObject({ type: z.literal('message_stop') }),
]);

export type MessageEvent = z.infer<typeof messageEventSchema>;
export type MessageDelta = z.infer<typeof deltaSchema>;
export type MessageUsage = z.infer<typeof usageSchema>;

const UNDERSTOOD: ReadonlySet<unknown> = new Set(messageEventSchema.options.map((option) => option.shape.type.value));

/** A piece of text or of a tool's input, of which a reply has thousands, and nothing else: looked at by hand, in a tenth of the time. */
function isPlainDelta(event: object): event is MessageEvent & { readonly type: 'content_block_delta' } {
  if (!('type' in event && event.type === 'content_block_delta' && 'index' in event && 'delta' in event)) return false;
  const { index: at, delta } = event;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0 || typeof delta !== 'object' || delta === null) return false;
  if (!('type' in delta) || Object.keys(delta).length !== 2) return false;
  if (delta.type === 'text_delta') return 'text' in delta && typeof delta.text === 'string';
  return delta.type === 'input_json_delta' && 'partial_json' in delta && typeof delta.partial_json === 'string';
}

/** The event, `null` for one of a type not known here, or `undefined` for what is no event at all. */
export function parseMessageEvent(value: unknown): MessageEvent | null | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return undefined;
  if (isPlainDelta(value)) return value;
  return UNDERSTOOD.has(value.type) ? messageEventSchema.safeParse(value).data : null;
}
