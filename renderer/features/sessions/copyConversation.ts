import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Message } from '../../../shared/session/session';
import { countOf } from '../../ui/format';
import { showToast } from '../../ui/toasts';
import { messageText } from './messageText';
import type { ViewedPoint } from './sessionsStore';

/** Most messages of a conversation that are copied at once: its end is what people want. */
const MOST = 1000;

/** Puts the conversation on the clipboard as markdown: the one that is looked at, which may be another than the present one. */
export async function copyConversation(
  client: Pick<StepgraphClient, 'sessions'>,
  { id, title, headId, messageCount }: SessionDetail,
  { messageId, depth }: ViewedPoint = { messageId: headId, depth: messageCount },
): Promise<void> {
  const from = Math.max(1, depth - MOST + 1);
  const messages = messageId === null ? [] : await client.sessions.conversation({ id, leafId: messageId, from, limit: MOST });
  await navigator.clipboard.writeText(`# ${title}\n\n${conversationText(messages)}`);
  showToast({ text: from === 1 ? 'Conversation copied.' : `The last ${countOf(messages.length, 'message')} copied.` });
}

function conversationText(messages: readonly Message[]): string {
  return messages
    .map((message) => ({ who: message.role === 'user' ? 'Prompt' : 'Answer', text: messageText(message) }))
    .filter(({ text }) => text !== '')
    .map(({ who, text }) => `**${who}**\n\n${text}`)
    .join('\n\n');
}
