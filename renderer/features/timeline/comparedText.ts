import type { ContentBlock, Message } from '../../../shared/session/session';

/** A conversation as lines to compare: who spoke, what they said, what they called and what came back. */
export function comparedText(messages: readonly Message[]): string {
  return messages
    .map(({ role, content }) => {
      const text = content.map(blockText).filter(Boolean).join('\n');
      const isResult = content.length > 0 && content.every(({ type }) => type === 'tool_result');
      return isResult ? text : `${role === 'user' ? '▸ Prompt' : '▸ Answer'}\n${text}`;
    })
    .join('\n\n');
}

function blockText({ type, text, name, input, content }: ContentBlock): string {
  switch (type) {
    case 'text':
      return plain(text);
    case 'tool_use':
      return `→ ${plain(name)} ${JSON.stringify(input ?? null)}`;
    case 'tool_result':
      return `← ${plain(content)}`;
    default:
      return '';
  }
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((block) => plain(Object(block).text)).join('\n');
  return '';
}
