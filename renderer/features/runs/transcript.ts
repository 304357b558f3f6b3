import type { Json } from '../../../shared/lib/json';
import type { StepState } from '../../../shared/run/state';
import type { ShownDecision } from '../../../shared/session/decision';
import type { ContentBlock, Message } from '../../../shared/session/session';

/** A conversation as people read it: who said what, and each tool call together with its result. */
export type TranscriptEntry =
  | TextEntry
  | { readonly kind: 'thinking'; readonly key: string; readonly text: string }
  | ToolEntry
  | { readonly kind: 'note'; readonly key: string; readonly text: string };

export type TextEntry = {
  readonly kind: 'text';
  readonly key: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly isLive?: boolean;
  /** Where the text is a part of a longer one: which one, and whether it begins in the middle of a list, a table or code. */
  readonly part?: { readonly isFirst: boolean; readonly isWithin: boolean };
};

export type ToolEntry = {
  readonly kind: 'tool';
  readonly key: string;
  readonly name: string;
  readonly input: Json;
  readonly status: 'running' | 'waiting' | 'done' | 'error' | 'unanswered';
  readonly output?: string;
  readonly durationMs?: number;
  readonly decision?: ShownDecision;
};

/**
 * The stored messages, followed by what a running step has done since: the host stores whole messages, so text that streams and calls that
 * run are known from the run's events alone until their message is there.
 */
export function transcriptOf(messages: readonly Message[], live?: StepState): readonly TranscriptEntry[] {
  const results = resultsOf(messages);
  const calls = new Map(live?.toolCalls.map((call) => [call.callId, call]));
  const stored = messages.flatMap((message) => message.content.flatMap((block, index) => entryOf(message, block, index, results, calls)));
  return live ? [...warningsOf(live), ...stored, ...liveEntries(stored, live)] : stored;
}

/** What the step went on without: known before its first message. */
function warningsOf({ warnings = [] }: StepState): readonly TranscriptEntry[] {
  return warnings.map((text, index) => ({ kind: 'note', key: `warning-${index}`, text: `Warning: ${text}` }));
}

type Result = { readonly output: string; readonly isError: boolean; readonly decision?: ShownDecision | undefined };
type Calls = ReadonlyMap<string, StepState['toolCalls'][number]>;

function entryOf(
  message: Message,
  block: ContentBlock,
  index: number,
  results: ReadonlyMap<string, Result>,
  calls: Calls,
): TranscriptEntry[] {
  const key = `${message.id}-${index}`;
  switch (block.type) {
    case 'text':
      return textOf(block.text) === '' ? [] : [{ kind: 'text', key, role: message.role, text: textOf(block.text) }];
    case 'thinking':
      return [{ kind: 'thinking', key, text: textOf(block.thinking) }];
    case 'tool_use':
      return [toolEntry(block, results, calls)];
    case 'tool_result':
      return []; // shown with its call
    default:
      return [{ kind: 'note', key, text: `(${block.type.replaceAll('_', ' ')})` }];
  }
}

function toolEntry(block: ContentBlock, results: ReadonlyMap<string, Result>, calls: Calls): ToolEntry {
  const callId = textOf(block.id);
  const result = results.get(callId);
  const call = calls.get(callId);
  const durationMs = call?.durationMs;
  const decision = result?.decision ?? call?.decision;
  const entry = { kind: 'tool', key: callId, name: textOf(block.name), input: block.input ?? null, durationMs, decision } as const;
  if (result) return { ...entry, status: result.isError ? 'error' : 'done', output: result.output };
  return { ...entry, status: call?.status ?? 'unanswered', output: call?.preview };
}

function resultsOf(messages: readonly Message[]): ReadonlyMap<string, Result> {
  const results = messages.flatMap(({ content, decision }) =>
    content.filter(({ type }) => type === 'tool_result').map((block) => ({ block, decision })),
  );
  return new Map(
    results.map(({ block, decision }) => [
      textOf(block.tool_use_id),
      { output: resultText(block.content), isError: block.is_error === true, decision },
    ]),
  );
}

function liveEntries(stored: readonly TranscriptEntry[], live: StepState): TranscriptEntry[] {
  const isOver = live.status !== 'running' && live.status !== 'waiting';
  const prompt: TranscriptEntry[] =
    stored.length === 0 && live.prompt !== '' ? [{ kind: 'text', key: 'live-prompt', role: 'user', text: live.prompt }] : [];
  if (isOver && stored.length > 0) return [];
  const known = new Set(stored.map(({ key }) => key));
  const calls = live.toolCalls
    .filter(({ callId }) => !known.has(callId))
    .map(
      ({ callId, preview, ...call }): ToolEntry => ({
        kind: 'tool',
        key: callId,
        name: call.name,
        input: call.input,
        status: call.status,
        output: preview,
        durationMs: call.durationMs,
        decision: call.decision,
      }),
    );
  const isStored = stored.some((entry) => entry.kind === 'text' && entry.role === 'assistant' && entry.text.trim() === live.text.trim());
  const text: TranscriptEntry[] =
    live.text === '' || isStored ? [] : [{ kind: 'text', key: 'live-text', role: 'assistant', text: live.text, isLive: !isOver }];
  return [...prompt, ...calls, ...text];
}

/** The text of a tool result, which is a text or a list of blocks. */
function resultText(content: Json | undefined): string {
  if (!Array.isArray(content)) return textOf(content);
  return content.map((block) => (isRecord(block) ? textOf(block.text) || `(${textOf(block.type)})` : textOf(block))).join('\n');
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
