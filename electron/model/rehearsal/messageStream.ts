import type { Json } from '../../../shared/lib/json';
import type { Usage } from '../../../shared/run/usage';
import type { ContentBlock } from '../../../shared/session/session';

/** A whole message, about to be streamed. */
export type StreamedMessage = {
  readonly id: string;
  readonly model: string;
  readonly content: readonly ContentBlock[];
  readonly stopReason: string;
  readonly usage: Usage;
};

export type StreamEvent = { readonly type: string; readonly [key: string]: Json };

/** The events of the Messages API that tell `message` piece by piece; `split` decides how text and JSON are cut. */
export function streamEvents(message: StreamedMessage, split: (text: string) => readonly string[]): StreamEvent[] {
  const { usage } = message;
  return [
    {
      type: 'message_start',
      message: {
        id: message.id,
        type: 'message',
        role: 'assistant',
        model: message.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: usage.inputTokens,
          output_tokens: 1,
          cache_read_input_tokens: usage.cacheReadTokens,
          cache_creation_input_tokens: usage.cacheWriteTokens,
        },
      },
    },
    ...message.content.flatMap((block, index) => blockEvents(block, index, split)),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stopReason, stop_sequence: null },
      usage: { output_tokens: usage.outputTokens },
    },
    { type: 'message_stop' },
  ];
}

/** An event as it goes over the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function eventText(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function blockEvents(block: ContentBlock, index: number, split: (text: string) => readonly string[]): StreamEvent[] {
  const { start, deltas } = blockPieces(block, split);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta): StreamEvent => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function blockPieces(block: ContentBlock, split: (text: string) => readonly string[]): { start: Json; deltas: Json[] } {
  switch (block.type) {
    case 'text':
      return {
        start: withDefined({ ...block, text: '' }),
        deltas: split(stringOf(block.text)).map((text) => ({ type: 'text_delta', text })),
      };
    case 'tool_use': {
      const pieces = split(JSON.stringify(block.input ?? {}));
      return {
        start: withDefined({ ...block, input: {} }),
        deltas: pieces.map((json) => ({ type: 'input_json_delta', partial_json: json })),
      };
    }
    case 'thinking':
      return {
        start: withDefined({ ...block, thinking: '', signature: '' }),
        deltas: [
          ...split(stringOf(block.thinking)).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: stringOf(block.signature) },
        ],
      };
    default:
      return { start: withDefined(block), deltas: [] };
  }
}

function stringOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function withDefined(block: ContentBlock): Json {
  return Object.fromEntries(Object.entries(block).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
