import type { CallToolResult, ContentBlock as McpBlock } from '@modelcontextprotocol/sdk/types.js';
import { assertNever } from '../../../shared/lib/assertNever';
import type { ContentBlock } from '../../../shared/session/session';
import type { ToolResult } from '../../sessions/ports';

/** What the Messages API takes. */
const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const LARGEST_IMAGE = 5 * 1024 * 1024;

/** A server's answer in the Messages API's terms; what a model can't be shown is named instead. `scrub` blackens secrets in all text. */
export function toolResult({ content, structuredContent, isError = false }: CallToolResult, scrub: (text: string) => string): ToolResult {
  const blocks = content.map((block) => contentBlock(block, scrub));
  const given = blocks.length === 0 && structuredContent ? [textBlock(scrub(JSON.stringify(structuredContent)))] : blocks;
  return { content: given, isError };
}

function contentBlock(block: McpBlock, scrub: (text: string) => string): ContentBlock {
  switch (block.type) {
    case 'text':
      return textBlock(scrub(block.text));
    case 'image':
      return imageBlock(block);
    case 'audio':
      return textBlock(`[audio, ${block.mimeType}, ${block.data.length} characters of base64: not shown]`);
    case 'resource_link':
      return textBlock(scrub(`[resource ${block.uri}: ${block.title ?? block.name}]`));
    case 'resource':
      return textBlock(scrub(resourceText(block.resource)));
    default:
      return assertNever(block);
  }
}

function imageBlock({ data, mimeType }: Extract<McpBlock, { type: 'image' }>): ContentBlock {
  if (!IMAGE_TYPES.has(mimeType)) return textBlock(`[image, ${mimeType}: a kind that can not be shown]`);
  if (data.length > LARGEST_IMAGE) return textBlock(`[image, ${mimeType}, ${data.length} characters of base64: too large to be shown]`);
  return { type: 'image', source: { type: 'base64', media_type: mimeType, data } };
}

function resourceText(resource: Extract<McpBlock, { type: 'resource' }>['resource']): string {
  if ('text' in resource) return `[resource ${resource.uri}]\n${resource.text}`;
  return `[resource ${resource.uri}, ${resource.mimeType ?? 'of unknown kind'}, ${resource.blob.length} characters of base64: not shown]`;
}

function textBlock(text: string): ContentBlock {
  return { type: 'text', text: text === '' ? '(no output)' : text };
}
