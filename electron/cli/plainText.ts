import { stripVTControlCharacters } from 'node:util';

// Everything that moves the cursor, rings or hides: C0 without tab and line feed, DEL and C1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A model's or a tool's text, safe to show on a terminal: it can not move the cursor, change colours or set the title. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL, '');
}

/** The same on one line of at most `width` characters. */
export function plainLine(text: string, width: number): string {
  const line = plainText(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
