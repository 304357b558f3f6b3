import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import type { Json } from '../../../shared/lib/json';
import type { ShownDecision } from '../../../shared/session/decision';
import type { Message } from '../../../shared/session/session';
import type { TurnFact, TurnItem } from '../../../shared/session/turn';
import type { ToolEntry, TranscriptEntry } from '../runs';
import { isPrompt } from './messageText';

/** A turn under way as this window has seen it, from its prompt on. */
export type LiveTurn = {
  readonly prompt: string;
  readonly parts: readonly LivePart[];
  /** What the turn goes on without: a skill that can't be read, a server that does not start. */
  readonly warnings: readonly string[];
  /** Replies of the model that have ended. */
  readonly replies: number;
  readonly isOver: boolean;
  /** Once over: the session's head at that moment. */
  readonly endedAt?: string | null;
};

/**
 * Whether a session is in use by a turn that this window does not watch. What is known of the session is a moment old: until it is as new as the end
 * of the window's own turn (`endedActiveAt`), it may still tell of that one.
 */
export function isAnothersTurn(
  { isBusy, lastActiveAt }: Pick<SessionSummary, 'isBusy' | 'lastActiveAt'>,
  turn: LiveTurn | undefined,
  endedActiveAt: string | undefined,
): boolean {
  const isEnding = turn?.isOver === true && turn.endedAt === undefined;
  return isBusy && !isEnding && !(endedActiveAt !== undefined && lastActiveAt < endedActiveAt);
}

type LivePart =
  | { readonly kind: 'text'; readonly reply: number; readonly text: string }
  | { readonly kind: 'call'; readonly reply: number; readonly call: ToolEntry };

/** The turn after more of it; a prompt begins another one. */
export function continueTurn(turn: LiveTurn | undefined, items: readonly TurnItem[]): LiveTurn | undefined {
  let next = turn;
  for (const item of items) {
    if (item.type === 'prompt') next = { prompt: item.text, parts: [], warnings: [], replies: item.replies ?? 0, isOver: false };
    else if (item.type === 'stored') continue;
    else if (item.type === 'done') next = next && { ...next, isOver: true };
    else next = next && withFact(next, item);
  }
  return next;
}

function withFact(turn: LiveTurn, fact: TurnFact): LiveTurn {
  switch (fact.type) {
    case 'text':
      return { ...turn, parts: withText(turn, fact.delta) };
    case 'tool.start':
      return withCall(turn, fact.callId, { name: fact.name, input: fact.input, status: 'running' });
    case 'tool.done':
      return withCall(turn, fact.callId, {
        status: fact.isError ? 'error' : 'done',
        output: fact.preview,
        durationMs: fact.durationMs,
      });
    case 'permission':
      return withCall(turn, fact.callId, {
        status: fact.state === 'asked' ? 'waiting' : fact.state === 'denied' ? 'error' : 'running',
        ...(fact.name !== undefined && { name: fact.name }),
        ...(fact.input !== undefined && { input: fact.input }),
        ...(fact.reason !== undefined && { decision: decisionAfter(decisionOn(turn, fact.callId), fact, fact.reason) }),
        ...(fact.state === 'denied' && fact.reason !== undefined && { output: fact.reason }),
      });
    case 'warning':
      return { ...turn, warnings: [...turn.warnings, fact.message] };
    case 'usage':
      return { ...turn, replies: turn.replies + 1 };
  }
}

function decisionOn({ parts }: LiveTurn, callId: string): ShownDecision | undefined {
  return parts.flatMap((part) => (part.kind === 'call' && part.call.key === callId ? (part.call.decision ?? []) : [])).at(-1);
}

/** An answer goes with what was asked. */
function decisionAfter(
  before: ShownDecision | undefined,
  { state, reply }: Extract<TurnFact, { type: 'permission' }>,
  reason: string,
): ShownDecision {
  const isAnswer = state !== 'asked' && before?.state === 'asked';
  return { state, reason, ...(isAnswer && { askedBecause: before.reason }), ...(reply !== undefined && { reply }) };
}

function withText({ parts, replies }: LiveTurn, delta: string): readonly LivePart[] {
  const last = parts.at(-1);
  if (last?.kind !== 'text' || last.reply !== replies) return [...parts, { kind: 'text', reply: replies, text: delta }];
  return [...parts.slice(0, -1), { ...last, text: last.text + delta }];
}

function withCall(turn: LiveTurn, callId: string, change: Partial<ToolEntry>): LiveTurn {
  const isIt = (part: LivePart) => part.kind === 'call' && part.call.key === callId;
  if (turn.parts.some(isIt)) {
    return {
      ...turn,
      parts: turn.parts.map((part) => (part.kind === 'call' && isIt(part) ? { ...part, call: { ...part.call, ...change } } : part)),
    };
  }
  const call: ToolEntry = { kind: 'tool', key: callId, name: '', input: null satisfies Json, status: 'running', ...change };
  const reply = Math.max(0, turn.replies - 1); // a reply has ended before its calls begin
  return { ...turn, parts: [...turn.parts, { kind: 'call', reply, call }] };
}

/**
 * What of a turn is not among the stored messages yet. `stored` is the end of the conversation: the turn's messages in it are those from the last
 * prompt on, if that is this turn's.
 */
export function liveEntries(turn: LiveTurn, stored: readonly Message[]): readonly TranscriptEntry[] {
  const from = stored.findLastIndex(isPrompt);
  const prompt = stored[from];
  const isStored = prompt !== undefined && textIn(prompt) === turn.prompt.trim();
  const replies = isStored ? stored.slice(from).filter(({ role }) => role === 'assistant').length : 0;
  const parts = turn.parts.filter(({ reply }) => reply >= replies).map((part, index) => entryOf(part, index, turn));
  return isStored ? parts : [{ kind: 'text', key: 'live-prompt', role: 'user', text: turn.prompt }, ...parts];
}

function entryOf(part: LivePart, index: number, turn: LiveTurn): TranscriptEntry {
  if (part.kind === 'call') return part.call;
  return { kind: 'text', key: `live-${index}`, role: 'assistant', text: part.text, isLive: !turn.isOver && part.reply === turn.replies };
}

/** Stored calls get their results only with the next message; meanwhile the turn knows how they stand. */
export function withLiveCalls(entries: readonly TranscriptEntry[], turn: LiveTurn | undefined): readonly TranscriptEntry[] {
  if (!turn) return entries;
  const calls = new Map(turn.parts.flatMap((part) => (part.kind === 'call' ? [[part.call.key, part.call] as const] : [])));
  return entries.map((entry) => (entry.kind === 'tool' && entry.status === 'unanswered' ? (calls.get(entry.key) ?? entry) : entry));
}

function textIn({ content }: Message): string {
  return content
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('')
    .trim();
}
