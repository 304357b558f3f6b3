import type { Keyboard } from './keyboard';

/** Asks a person and takes one key for the answer: only y goes on. `note` must leave what it prints on the screen. */
export async function confirm(question: string, keyboard: Keyboard, note: (line: string) => void): Promise<boolean> {
  note(`${question} [y/N]`);
  const key = await keyboard.key(new AbortController().signal);
  return key.toLowerCase() === 'y';
}
