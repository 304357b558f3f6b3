import type { Json } from '../../shared/lib/json';
import { endsAlone, searchWords, withCharactersApart } from '../../shared/session/searchWords';
import type { ContentBlock } from '../../shared/session/session';

/** More than anybody writes; beyond it nothing is remembered of a block but its beginning. */
const INDEXED_CHARACTERS_PER_BLOCK = 4_000_000;

/** The words of a message that a search should find: text, thinking, tool names, inputs and results. */
export function searchableText(content: readonly ContentBlock[]): string {
  return content.map((block) => withCharactersApart(blockText(block).slice(0, INDEXED_CHARACTERS_PER_BLOCK))).join('\n');
}

function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return plainText(block.text);
    case 'thinking':
      return plainText(block.thinking);
    case 'tool_use':
      return `${plainText(block.name)}\n${plainText(block.input)}`;
    case 'tool_result':
      return plainText(block.content);
    default:
      return '';
  }
}

/** All texts within a value; of images and other attachments nothing. */
function plainText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(plainText).join('\n');
  if ('type' in value && value.type === 'image') return '';
  return Object.values(value).map(plainText).join('\n');
}

/** An FTS5 query for all the words in any order, the last one perhaps unfinished; undefined when there are no words. */
export function matchAllWords(search: string): string | undefined {
  const words = searchWords(search);
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const query = words.map((word) => `"${withCharactersApart(word).trim()}"`).join(' ');
  return endsAlone(last) ? query : `${query}*`;
}
