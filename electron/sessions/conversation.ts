import { AppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { ContentBlock, Message } from '../../shared/session/session';
import type { ModelRequest } from './ports';

/** Pure functions over a stored conversation. What a turn does next follows from it alone, which is why resuming needs no second code path. */

export type ToolCall = { readonly id: string; readonly name: string; readonly input: Json };

export type TurnAction =
  /** Ask the model for its next reply. */
  | { readonly kind: 'request' }
  /** Answer these calls of `reply`. */
  | { readonly kind: 'calls'; readonly reply: Message; readonly calls: readonly ToolCall[] }
  /** The reply was cut at the length limit: ask the model to go on. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'answered' }
  /** The model ended the turn for a reason that another request would not change. */
  | { readonly kind: 'ended'; readonly stopReason: 'refusal' | 'model_context_window_exceeded' };

/** Stored as a user's message after a reply that was cut at the length limit; no prompt of a person. */
export const CONTINUE_NOTE = 'Your reply was cut off at the length limit. Continue exactly where it stopped, without repeating anything.';

/** What a turn that stands at the end of `conversation` does next. */
export function nextTurnAction(conversation: readonly Message[]): TurnAction {
  const last = conversation.at(-1);
  const reply = conversation.findLast((message) => message.role === 'assistant');
  const calls = unansweredCalls(conversation);
  if (reply && calls.length > 0) return { kind: 'calls', reply, calls };
  if (!last || last.role === 'user' || last.interrupted) return { kind: 'request' };
  switch (last.stopReason) {
    case 'pause_turn':
      return { kind: 'request' };
    case 'max_tokens':
      return { kind: 'continue' };
    case 'refusal':
    case 'model_context_window_exceeded':
      return { kind: 'ended', stopReason: last.stopReason };
    default:
      return { kind: 'answered' };
  }
}

/** For whoever asks to go on with a turn: `INVALID_INPUT` where there is none to go on with. */
export function refuseWithoutTurn(conversation: readonly Message[]): void {
  if (conversation.length === 0) throw nothingSaidYet();
  if (nextTurnAction(conversation).kind !== 'answered') return;
  throw new AppError('INVALID_INPUT', 'There is nothing to go on with: the last message has its answer. Send another message instead.');
}

export function nothingSaidYet(): AppError {
  return new AppError('INVALID_INPUT', 'This session has no messages yet. Send it a prompt first.');
}

/** Calls of the last reply that have no result yet. A refused reply is never sent again, so its calls need none. */
export function unansweredCalls(conversation: readonly Message[]): readonly ToolCall[] {
  const index = conversation.findLastIndex((message) => message.role === 'assistant');
  const reply = conversation[index];
  if (!reply || reply.stopReason === 'refusal') return [];
  const answered = new Set(conversation.slice(index + 1).flatMap((message) => message.content.map((block) => block.tool_use_id)));
  return toolCallsOf(reply.content).filter((call) => !answered.has(call.id));
}

export function toolCallsOf(content: readonly ContentBlock[]): ToolCall[] {
  return content.flatMap(({ type, id, name, input }) =>
    type === 'tool_use' && typeof id === 'string' && typeof name === 'string' ? [{ id, name, input: input ?? null }] : [],
  );
}

export function textOf(content: readonly ContentBlock[]): string {
  return content.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join('');
}

/** True when the history cannot be sent without tool definitions. */
export function hasToolBlocks(conversation: readonly Message[]): boolean {
  return conversation.some((message) => message.content.some(({ type }) => type === 'tool_use' || type === 'tool_result'));
}

/** The messages since the last prompt, which is the first of them: one turn of the session. */
export function currentTurn(conversation: readonly Message[]): readonly Message[] {
  return conversation.slice(Math.max(0, conversation.findLastIndex(isPrompt)));
}

/** Whole replies of the model since the last prompt. */
export function repliesOf(conversation: readonly Message[]): readonly Message[] {
  return currentTurn(conversation).filter((message) => message.role === 'assistant' && !message.interrupted);
}

/**
 * The conversation as the Messages API takes it: roles alternate, nothing is empty. Left out are refused replies, which the API
 * asks to drop, and a reply cut short at the very end, which is asked for again.
 */
export function requestMessages(conversation: readonly Message[]): ModelRequest['messages'] {
  const merged: { role: Message['role']; content: ContentBlock[] }[] = [];
  for (const [index, { role, content, stopReason, interrupted }] of conversation.entries()) {
    const isCutShort = interrupted === true && index === conversation.length - 1;
    if (content.length === 0 || stopReason === 'refusal' || isCutShort) continue;
    const last = merged.at(-1);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content: [...content] });
  }
  return merged;
}

function isPrompt(message: Message): boolean {
  return message.role === 'user' && message.content.some((block) => block.type !== 'tool_result' && block.text !== CONTINUE_NOTE);
}
