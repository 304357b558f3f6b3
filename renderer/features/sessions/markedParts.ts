import { searchWords } from '../../../shared/session/searchWords';

export type MarkedPart = { readonly text: string; readonly isFound: boolean; readonly key: number };

/** A text in parts, so that those that begin a word of the search can be marked. */
export function markedParts(text: string, search: string): readonly MarkedPart[] {
  const words = searchWords(search).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  if (words.length === 0) return [{ text, isFound: false, key: 0 }];
  // With one group, split() answers the texts between the matches and the matches in turn.
  return text
    .split(new RegExp(`(${words.join('|')})`, 'giu'))
    .map((part, index) => ({ text: part, isFound: index % 2 === 1, key: index }))
    .filter((part) => part.text !== '');
}
