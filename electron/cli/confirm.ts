import { onInterrupt } from './interruption';
import type { Keyboard } from './keyboard';

/** Asks a person and takes one key for the answer: only y goes on, and Ctrl+C is a no. `note` must leave what it prints on the screen. */
export async function confirm(question: string, keyboard: Keyboard, note: (line: string) => void): Promise<boolean> {
  const over = new AbortController();
  using _interrupt = onInterrupt(() => over.abort());
  note(`${question} [y/N]`);
  try {
    return (await keyboard.answer(over.signal, (key) => key.toLowerCase() === 'y')) ?? false;
  } catch (error) {
    if (over.signal.aborted) return false;
    throw error;
  }
}
