import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isPrompt, messageText } from './messageText';
import { sessionsStore, setDraft } from './sessionsStore';

type Client = Pick<StepgraphClient, 'sessions'>;

/** A message that is sent and of which it is not known that it is stored. */
export type SentMessage = {
  readonly text: string;
  /** How long the conversation was: the message is stored when it is found beyond. */
  readonly after: number;
};

const KEY = 'stepgraph.sent.';
const sent = sentBefore();

/** Kept until the host says that the message is stored, through a reload and the end of the host. */
export function keepSent(sessionId: string, message: SentMessage): void {
  sent.set(sessionId, message);
  try {
    localStorage.setItem(KEY + sessionId, JSON.stringify(message));
  } catch {
    // longer than a browser keeps: it is known until the window closes
  }
}

/** To be called when a prompt of this session is stored. */
export function promptStored(sessionId: string, prompt: string): void {
  if (sent.get(sessionId)?.text === prompt) forget(sessionId);
}

/**
 * To be called when no turn of the session is under way: a message that was sent and has not become part of the conversation is given back to the box,
 * before what has been typed meanwhile. Answers whether that was so.
 */
export async function giveBackUnstored(client: Client, sessionId: string): Promise<boolean> {
  const message = sent.get(sessionId);
  if (!message) return false;
  const isStored = await isInConversation(client, sessionId, message);
  if (sent.get(sessionId) !== message) return false; // somebody else was quicker
  forget(sessionId);
  if (isStored) return false;
  const { [sessionId]: typed = '' } = sessionsStore.getState().drafts;
  setDraft(sessionId, [message.text, typed].filter((text) => text !== '').join('\n\n'));
  return true;
}

/** Of a session that cannot be asked it is not known: then it shall not be lost. */
async function isInConversation({ sessions }: Client, id: string, { text, after }: SentMessage): Promise<boolean> {
  try {
    const messages = await sessions.conversation({ id, from: after + 1, limit: MOST_LOOKED_AT });
    return messages.some((message) => isPrompt(message) && messageText(message) === text.trim());
  } catch {
    return false;
  }
}

/** The most messages that are answered at once. */
const MOST_LOOKED_AT = 1000;

function forget(sessionId: string): void {
  sent.delete(sessionId);
  localStorage.removeItem(KEY + sessionId);
}

/** What was sent before the window was loaded. What other windows send from here on is theirs. */
function sentBefore(): Map<string, SentMessage> {
  const found = new Map<string, SentMessage>();
  for (const [key, value] of Object.entries(globalThis.localStorage ?? {})) {
    const message = key.startsWith(KEY) && readSent(value);
    if (message) found.set(key.slice(KEY.length), message);
  }
  return found;
}

function readSent(json: unknown): SentMessage | undefined {
  try {
    const { text, after } = Object(JSON.parse(String(json)));
    return typeof text === 'string' && typeof after === 'number' ? { text, after } : undefined;
  } catch {
    return undefined; // another program's leavings
  }
}
