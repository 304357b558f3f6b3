import type { Message } from '../../../shared/session/session';

/** What a message says, without its tool calls and results. */
export function messageText({ content }: Message): string {
  return content
    .flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : []))
    .join('\n\n')
    .trim();
}

/** Whether it was said by the person, and does not only carry results. */
export function isPrompt({ role, content }: Message): boolean {
  return role === 'user' && content.some(({ type }) => type === 'text');
}
