import type { ContentBlock, Message } from '../../../shared/session/session';

export const text = (value: string): ContentBlock => ({ type: 'text', text: value });
export const call = (id: string): ContentBlock => ({ type: 'tool_use', id, name: 'read', input: {} });
export const result = (id: string, content = 'done'): ContentBlock => ({ type: 'tool_result', tool_use_id: id, content });

/** A conversation, oldest first: the sides take turns, a person begins. Ids are `<branch><depth>`. */
export function conversation(contents: readonly (readonly ContentBlock[])[], branch = 'm', from = 1): readonly Message[] {
  return contents.map((content, index) => ({
    id: `${branch}${from + index}`,
    sessionId: 'ses_1',
    parentId: from + index === 1 ? null : `${branch}${from + index - 1}`,
    depth: from + index,
    role: (from + index) % 2 === 1 ? 'user' : 'assistant',
    content,
    createdAt: '2026-01-01T00:00:00.000Z',
  }));
}

/** So many messages that say their number. */
export function numbered(count: number, branch = 'm', from = 1): readonly Message[] {
  return conversation(
    Array.from({ length: count }, (_, index) => [text(`${branch}${from + index}`)]),
    branch,
    from,
  );
}
