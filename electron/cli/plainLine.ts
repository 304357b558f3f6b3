import { plainText } from '../../shared/lib/plainText';

/** A text as `plainText`, on one line of at most `width` characters. */
export function plainLine(text: string, width: number): string {
  const line = plainText(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
