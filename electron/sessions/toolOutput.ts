import type { ContentBlock } from '../../shared/session/session';
import { textOf } from './conversation';
import type { ToolResult } from './ports';

/** What a model is given of one result, in characters of text; more than this costs more context than it is worth. */
export const TOOL_OUTPUT_LIMIT = 100_000;
/** What an event carries of it. */
export const PREVIEW_LIMIT = 2_000;

/** The result as the model gets it: cut to the limit, and told so. An empty text becomes a sentence, since the API refuses empty blocks. */
export function cutForModel({ content, isError }: ToolResult): ToolResult {
  if (typeof content === 'string') return { content: content === '' ? '(no output)' : cutText(content, TOOL_OUTPUT_LIMIT), isError };
  return { content: content.length === 0 ? '(no output)' : cutBlocks(content), isError };
}

/** All the text of a result that `cutForModel` cuts; empty for one that it leaves whole. */
export function textBeyondLimit({ content }: ToolResult): string {
  const text = typeof content === 'string' ? content : textOf(content);
  return text.length > TOOL_OUTPUT_LIMIT ? text : '';
}

/** The beginning of a result, for the eye. */
export function previewOf({ content }: ToolResult): string {
  const text = typeof content === 'string' ? content : textOf(content) || content.map((block) => `[${block.type}]`).join(' ');
  return text.length <= PREVIEW_LIMIT ? text : `${safeSlice(text, PREVIEW_LIMIT)}…`;
}

function cutBlocks(blocks: readonly ContentBlock[]): readonly ContentBlock[] {
  let left = TOOL_OUTPUT_LIMIT;
  return blocks.map((block) => {
    if (block.type !== 'text' || typeof block.text !== 'string') return block;
    const text = cutText(block.text, left);
    left = Math.max(0, left - block.text.length);
    return { ...block, text };
  });
}

function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${safeSlice(text, limit)}\n[output cut: ${limit} of ${text.length} characters shown; ask for a smaller part]`;
}

/** Never ends inside a surrogate pair, which no JSON reader has to accept. */
function safeSlice(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
}
