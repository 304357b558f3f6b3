import { AppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import { NO_USAGE, type Usage } from '../../shared/run/usage';
import type { ContentBlock } from '../../shared/session/session';
import type { ModelReply, ReplySpending } from '../sessions/ports';
import { type MessageDelta, type MessageUsage, parseMessageEvent } from './messageEvents';

/** Stop reasons that can fall into the middle of a tool call. Whoever gets one must not run the calls of that reply. */
const CUTS_SHORT: ReadonlySet<string> = new Set(['max_tokens', 'model_context_window_exceeded', 'refusal']);

type OpenBlock = {
  start: ContentBlock;
  text: string;
  json: string;
  thinking: string;
  signature: string;
  citations: Json[];
  closed: boolean;
};

/**
 * Folds the events of one streamed message into a reply. Unknown events, blocks and deltas pass; an input of a tool that
 * did not arrive whole is a `BAD_RESPONSE`, unless the reply's stop reason says that the model was cut short.
 */
export class MessageFold {
  readonly #blocks = new Map<number, OpenBlock>();
  readonly #onText: (delta: string) => void;
  readonly #onSpent: (soFar: ReplySpending) => void;
  #heard = false;
  #started = false;
  #stopped = false;
  #stopReason: string | null = null;
  #model: string;
  #usage: Usage = NO_USAGE;

  constructor(requestedModel: string, onText: (delta: string) => void, onSpent: (soFar: ReplySpending) => void = () => undefined) {
    this.#model = requestedModel;
    this.#onText = onText;
    this.#onSpent = onSpent;
  }

  /** True once `message_stop` came: nothing that follows belongs to the reply. */
  get isComplete(): boolean {
    return this.#stopped;
  }

  push(value: unknown): void {
    const event = parseMessageEvent(value);
    this.#heard = true;
    if (event === undefined) throw badResponse('sent an event that is not one of the Messages API');
    if (event === null || this.#stopped) return;
    switch (event.type) {
      case 'message_start':
        this.#started = true;
        this.#model = event.message.model || this.#model;
        this.#count(event.message.usage);
        return;
      case 'content_block_start':
        this.#open(event.index, event.content_block);
        return;
      case 'content_block_delta':
        this.#grow(event.index, event.delta);
        return;
      case 'content_block_stop':
        this.#close(event.index);
        return;
      case 'message_delta':
        this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
        this.#count(event.usage);
        return;
      case 'message_stop':
        this.#stopped = true;
        return;
    }
  }

  /**
   * The whole reply. A stream that ended before it was whole was broken off, whether the connection was reset or closed in good order: `NETWORK`.
   * `isEventStream`: the answer said that it was one; what came without an event is then no other kind of server but one that was cut off at once.
   */
  finish({ isEventStream }: { readonly isEventStream: boolean }): ModelReply {
    if (this.#started ? !this.#stopped : isEventStream && !this.#heard) {
      throw new AppError('NETWORK', 'The connection to the model server was closed in the middle of its answer. Try again.');
    }
    if (!this.#started)
      throw badResponse('did not answer with a streamed message. Check that the base URL is that of a Messages API server');
    if (this.#stopReason === null) throw badResponse('ended its answer without saying why it stopped');
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
    const stopReason = this.#stopReason;
    return {
      content: blocks.map((block) => closedBlock(block, CUTS_SHORT.has(stopReason))).filter(isWorthKeeping),
      stopReason,
      model: this.#model,
      usage: this.#usage,
    };
  }

  #open(index: number, start: ContentBlock): void {
    if (!this.#started) throw badResponse('sent content before the start of its message');
    if (this.#blocks.has(index)) throw badResponse('started the same content block twice');
    if (start.type === 'tool_use' && (textOf(start, 'id') === '' || textOf(start, 'name') === '')) {
      throw badResponse('sent a tool call without an id or a name');
    }
    const text = textOf(start, 'text');
    this.#blocks.set(index, {
      start,
      text,
      json: '',
      thinking: textOf(start, 'thinking'),
      signature: textOf(start, 'signature'),
      citations: [],
      closed: false,
    });
    if (text !== '' && start.type === 'text') this.#onText(text);
  }

  #grow(index: number, delta: MessageDelta): void {
    const block = this.#blocks.get(index);
    if (!block || block.closed) throw badResponse('sent content for a block that is not open');
    block.json += delta.partial_json ?? '';
    block.thinking += delta.thinking ?? '';
    block.signature += delta.signature ?? '';
    if (delta.citation !== undefined) block.citations.push(delta.citation);
    if (delta.text) {
      block.text += delta.text;
      if (block.start.type === 'text') this.#onText(delta.text);
    }
  }

  /** A second stop for a block is harmless: it changes nothing. A missing one is made up for by the end of the message. */
  #close(index: number): void {
    const block = this.#blocks.get(index);
    if (!block) throw badResponse('ended a content block that it never started');
    block.closed = true;
  }

  #count(usage: MessageUsage | null | undefined): void {
    if (usage) this.#usage = countedUpTo(this.#usage, usage);
    this.#onSpent({ model: this.#model, usage: this.#usage });
  }
}

function closedBlock(block: OpenBlock, isCut: boolean): ContentBlock {
  switch (block.start.type) {
    case 'text':
      return { ...block.start, text: block.text, ...(block.citations.length > 0 && { citations: block.citations }) };
    case 'tool_use':
      return { ...block.start, input: parseInput(block, isCut) };
    case 'thinking':
      return { ...block.start, thinking: block.thinking, signature: block.signature };
    default:
      return 'input' in block.start || block.json !== '' ? { ...block.start, input: parseInput(block, isCut) } : block.start;
  }
}

/**
 * Input streams as pieces of JSON; a server may also put it whole into the block's start, or send nothing for `{}`. No beginning of a
 * JSON object is itself JSON, so what parses to an object did arrive whole. What the model itself left off is shown without input.
 */
function parseInput(block: OpenBlock, isCut: boolean): Json {
  const input = block.json === '' ? (block.start.input ?? {}) : parseJson(block.json);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  if (isCut) return {};
  throw badResponse(`sent an incomplete input for the tool ${textOf(block.start, 'name')}`);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The API refuses a conversation that contains a blank text block, yet models send them. */
function isWorthKeeping(block: ContentBlock): boolean {
  return block.type !== 'text' || textOf(block, 'text').trim() !== '';
}

function textOf(block: ContentBlock, key: string): string {
  const value = block[key];
  return typeof value === 'string' ? value : '';
}

/** Counts are totals, not increments, and `null` where the event has nothing to say. */
function countedUpTo(before: Usage, counts: MessageUsage): Usage {
  return {
    inputTokens: counts.input_tokens ?? before.inputTokens,
    outputTokens: counts.output_tokens ?? before.outputTokens,
    cacheReadTokens: counts.cache_read_input_tokens ?? before.cacheReadTokens,
    cacheWriteTokens: counts.cache_creation_input_tokens ?? before.cacheWriteTokens,
  };
}

function badResponse(what: string): AppError {
  return new AppError(
    'BAD_RESPONSE',
    `The model server ${what}. Try again; if it stays so, the server does not speak the Messages API well.`,
  );
}
