import { AppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import { noSuchSession } from '../../shared/session/noSuchSession';
import type { ContentBlock, Message, Session } from '../../shared/session/session';
import type { Clock, Ids } from '../engine/ports';
import type { SessionStore } from './ports';

/** A session's conversation while a turn adds to it. */
export type Transcript = {
  readonly messages: readonly Message[];
  /** Adds a message at the head; resolves when durable. Several may be under way, their order is that of the calls. */
  append(message: NewMessage, costUsd?: number | null): Promise<Message>;
};

export type NewMessage = Pick<Message, 'role' | 'content' | 'model' | 'stopReason' | 'usage' | 'interrupted'>;

export type TranscriptPorts = { readonly store: SessionStore; readonly clock: Pick<Clock, 'now'>; readonly ids: Ids };

/** `beforeAppend` writes what is to share the commit of the next message. */
export function openTranscript({ store, clock, ids }: TranscriptPorts, session: Session, beforeAppend: () => void): Transcript {
  const messages = store.conversation(session.headId);
  return {
    messages,
    async append(content, costUsd = 0) {
      // A reply that was cut short is asked for again: the whole one takes its place, and the piece stays as a branch.
      if (content.role === 'assistant' && messages.at(-1)?.interrupted) messages.pop();
      const parent = messages.at(-1);
      const message: Message = {
        id: ids.next('message'),
        sessionId: session.id,
        parentId: parent?.id ?? null,
        depth: (parent?.depth ?? 0) + 1,
        createdAt: new Date(clock.now()).toISOString(),
        ...content,
      };
      messages.push(message);
      beforeAppend();
      await store.append(message, costUsd);
      return message;
    },
  };
}

export function userText(text: string): NewMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** The answer to one tool call, as a message of its own, so that it is durable whatever becomes of the calls beside it. */
export function toolResultMessage(callId: string, content: string | readonly ContentBlock[], isError: boolean): NewMessage {
  // Sound: content blocks are JSON values; the `undefined` in their type stands for keys that are absent.
  return {
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: callId, content: content as Json, ...(isError && { is_error: true }) }],
  };
}

/** A message of that session; `NOT_FOUND` when it has no such one. */
export function findMessage(store: Pick<SessionStore, 'message'>, sessionId: string, messageId: string): Message {
  const message = store.message(messageId);
  if (message?.sessionId === sessionId) return message;
  throw new AppError('NOT_FOUND', `Session ${sessionId} has no message ${messageId}. Open the session again.`);
}

export function findSession(store: Pick<SessionStore, 'get'>, id: string): Session {
  const session = store.get(id);
  if (!session) throw noSuchSession(id);
  return session;
}
