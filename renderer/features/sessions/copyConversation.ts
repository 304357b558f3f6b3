import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Message } from '../../../shared/session/session';
import { countOf } from '../../ui/format';
import { showToast } from '../../ui/toasts';
import { messageText } from './messageText';

/** Most messages of a conversation that are copied at once: its end is what people want. */
const MOST = 1000;

/** Puts the conversation on the clipboard as markdown. */
export async function copyConversation(
  client: Pick<StepgraphClient, 'sessions'>,
  { id, title, messageCount }: SessionDetail,
): Promise<void> {
  const from = Math.max(1, messageCount - MOST + 1);
  const messages = await client.sessions.conversation({ id, from, limit: MOST });
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
