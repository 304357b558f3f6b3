import { stripVTControlCharacters } from 'node:util';

// Everything that moves the cursor, rings or hides: C0 without tab and line feed, DEL and C1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A model's, a tool's or a server's text, safe to show on a terminal: it can not move the cursor, change colours or set the title. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL, '');
}
