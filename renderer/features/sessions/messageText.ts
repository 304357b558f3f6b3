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

/** What is typed as it is sent: with the white space that it begins with, which may mean something, and without the blank lines at its end. */
export function messageOf(draft: string): string {
  const said = draft.trimEnd();
  return said === '' ? '' : said + (draft.slice(said.length).split('\n', 1)[0] ?? '');
}
