import type { ContentBlock, Message } from './session';
import type { TreeMessage } from './timeline';

const LONGEST_LINE = 120;

/** What the timeline shows of a message. */
export function treeMessage(message: Message): TreeMessage {
  const { id, parentId, depth, role, content, usage, createdAt } = message;
  const isResult = role === 'user' && content.length > 0 && content.every(({ type }) => type === 'tool_result');
  return {
    id,
    parentId,
    depth,
    role,
    kind: role === 'assistant' ? 'reply' : isResult ? 'result' : 'prompt',
    line: firstLine(role, content),
    tokens: usage ? usage.inputTokens + usage.outputTokens : 0,
    createdAt,
    isInterrupted: message.interrupted === true,
  };
}

function firstLine(role: Message['role'], content: readonly ContentBlock[]): string {
  for (const { type, text } of content) {
    if (type === 'text' && typeof text === 'string' && text.trim() !== '') return cut(role === 'assistant' ? withoutMarkdown(text) : text);
  }
  const names = content.flatMap(({ type, name }) => (type === 'tool_use' && typeof name === 'string' ? [name] : []));
  if (names.length > 0) return cut(`→ ${names.join(', ')}`);
  const result = content.find(({ type }) => type === 'tool_result');
  return result ? cut(`← ${resultText(result.content)}`) : '';
}

/** The beginning of what a model wrote, without the signs that a single line has no use for. */
function withoutMarkdown(text: string): string {
  return text
    .slice(0, 1000)
    .trimStart()
    .replace(/^```.*\n/, '')
    .replace(/^(#{1,6}|[-*+>]|\d+\.)\s+/, '')
    .replace(/\*\*|`/g, '');
}

function resultText(content: ContentBlock[string]): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((block: unknown) => String(Object(block).text ?? '')).join(' ');
}

/** Looks at the beginning only: results of tools may be megabytes. */
function cut(text: string): string {
  const line = text.slice(0, 1000).trimStart().split('\n', 1)[0]?.trimEnd() ?? '';
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
