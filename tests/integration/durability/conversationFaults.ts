import type { ContentBlock } from '../../../shared/session/session';

type Said = {
  readonly role: 'user' | 'assistant';
  readonly content: readonly { readonly type: string; readonly [key: string]: unknown }[];
};

/** What the Messages API would refuse in a request: nothing, if all is well. */
export function requestFaults(messages: readonly Said[]): string[] {
  const faults: string[] = [];
  if (messages[0]?.role !== 'user') faults.push('does not begin with the user');
  if (messages.at(-1)?.role !== 'user') faults.push('does not end with the user');
  for (const [index, { role, content }] of messages.entries()) {
    const next = messages[index + 1];
    if (next?.role === role) faults.push(`message ${index + 2} has the same role as the one before it`);
    if (content.length === 0) faults.push(`message ${index + 1} is empty`);
    if (content.some(({ type, text }) => type === 'text' && String(text).trim() === ''))
      faults.push(`message ${index + 1} has a blank text`);
    const results = idsOf(messages[index], 'tool_result', 'tool_use_id');
    const calls = idsOf(messages[index - 1], 'tool_use', 'id');
    for (const id of calls.filter((call) => !results.includes(call))) faults.push(`call ${id} has no result in message ${index + 1}`);
    for (const id of results.filter((result) => !calls.includes(result))) faults.push(`the result of ${id} follows no call of it`);
    if (new Set(results).size !== results.length) faults.push(`message ${index + 1} has two results of one call`);
  }
  return faults;
}

/** Calls of a stored conversation that nobody answered: the next request would be refused. */
export function unansweredCalls(conversation: readonly { readonly content: readonly ContentBlock[] }[]): unknown[] {
  const blocks = conversation.flatMap(({ content }) => content);
  const answered = new Set(blocks.filter(({ type }) => type === 'tool_result').map((block) => block.tool_use_id));
  return blocks.filter(({ type, id }) => type === 'tool_use' && !answered.has(id));
}

function idsOf(message: Said | undefined, type: string, key: string): unknown[] {
  return (message?.content ?? []).filter((block) => block.type === type).map((block) => block[key]);
}
