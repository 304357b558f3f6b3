import { type StreamEvent, streamEvents } from '../../../electron/model/rehearsal/messageStream';
import type { Json } from '../../../shared/lib/json';
import type { Usage } from '../../../shared/run/usage';
import type { ContentBlock } from '../../../shared/session/session';

/** What the server sends, before any fault: a message by its parts, or bytes as they are. */
export type Reply = {
  readonly content: readonly ContentBlock[];
  readonly stopReason: string;
  readonly usage: Usage;
  /** Defaults to the model asked for. */
  readonly model?: string;
  /** Changes the events of the message. */
  readonly edit?: (events: readonly StreamEvent[]) => readonly StreamEvent[];
  /** Sent instead of the message. */
  readonly body?: string;
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** Bytes per write; without it an event per write. */
  readonly chunkSize?: number;
  /** Rest after every write, in milliseconds. */
  readonly pauseMs?: number;
  readonly gzip?: boolean;
  /** The connection is reset once so many bytes of the body are out. */
  readonly cutAfter?: number;
  /** The answer ends in good order after so many bytes of the body. */
  readonly endAfter?: number;
  /** The connection is closed instead of an answer. */
  readonly hangUp?: boolean;
  /** Nothing more is sent after so many bytes, and the connection stays open. */
  readonly stallAfter?: number;
  /** Nothing is sent, not even a header, before this resolves. */
  readonly until?: Promise<unknown>;
};

const USAGE: Usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };

export function textBlock(value: string): ContentBlock {
  return { type: 'text', text: value };
}

/** Without an id the server numbers the calls. */
export function toolUseBlock(name: string, input: Json, id = ''): ContentBlock {
  return { type: 'tool_use', id, name, input };
}

/** A message of any blocks; it stops for its tool calls, if it has any. */
export function message(content: readonly ContentBlock[], usage: Partial<Usage> = {}): Reply {
  const stopReason = content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn';
  return { content, stopReason, usage: { ...USAGE, ...usage } };
}

export function text(value: string, usage?: Partial<Usage>): Reply {
  return message([textBlock(value)], usage);
}

export function toolUse(name: string, input: Json, usage?: Partial<Usage>): Reply {
  return message([toolUseBlock(name, input)], usage);
}

/** The events of `reply`, with the blanks filled in: text and JSON come in pieces of a few characters. */
export function eventsOf(reply: Reply, requestNumber: number, model: string): readonly StreamEvent[] {
  const content = reply.content.map((block, index) => (block.id === '' ? { ...block, id: `toolu_${requestNumber}_${index}` } : block));
  const events = streamEvents(
    { id: `msg_${requestNumber}`, model: reply.model ?? model, content, stopReason: reply.stopReason, usage: reply.usage },
    (value) => value.match(/[\s\S]{1,7}/gu) ?? [],
  );
  return reply.edit ? reply.edit(events) : events;
}
