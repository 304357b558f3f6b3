import type { ContentBlock, Message } from '../../shared/session/session';

/** Whether two messages say the same: thoughts are nobody's words, and calls and servers give each message ids and signatures of its own. */
export function isSameMessage(one: Message, other: Message): boolean {
  return one.role === other.role && saidIn(one) === saidIn(other);
}

function saidIn({ content }: Message): string {
  return JSON.stringify(content.filter(({ type }) => !THOUGHTS.has(type)).map(withoutIds));
}

const THOUGHTS: ReadonlySet<string> = new Set(['thinking', 'redacted_thinking']);

function withoutIds({ id: _call, tool_use_id: _answered, ...block }: ContentBlock): Partial<ContentBlock> {
  return block;
}
