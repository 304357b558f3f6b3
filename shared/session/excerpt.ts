import { searchWords } from './searchWords';
import type { ContentBlock } from './session';

const LENGTH = 160;
/** How much stands before the word found. */
const BEFORE = 50;

/** A line of a message around the first of the words, as a search shows it. */
export function excerptOf(content: readonly ContentBlock[], words: string): string {
  const text = content
    .map((block) => textIn(block))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  const folded = fold(text);
  const places = searchWords(words)
    .map((word) => folded.indexOf(fold(word)))
    .filter((place) => place >= 0);
  const found = places.length > 0 ? Math.min(...places) : 0;
  const start = text.length <= LENGTH || found <= BEFORE ? 0 : found - BEFORE;
  const end = Math.min(text.length, start + LENGTH - 2);
  return `${start > 0 ? '…' : ''}${text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')}${end < text.length ? '…' : ''}`;
}

/** Without case and accents, as the index compares; every character keeps its place. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (IS_PLAIN.test(lower)) return lower;
  return [...lower].map((character) => (character.length === 1 ? (character.normalize('NFD')[0] ?? character) : character)).join('');
}

/** Letters without accents: most texts, and the quick way. */
const IS_PLAIN = /^\p{ASCII}*$/u;

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join(' ');
  const { text, thinking, content, name, input } = Object(value);
  return [text, thinking, name, content, input === undefined ? undefined : JSON.stringify(input)]
    .filter((part) => part !== undefined)
    .map(textIn)
    .join(' ');
}
