import { quotedText } from './commandText';
import type { SimpleCommand } from './shellScript';
import { isFixed, type ShellWord } from './shellWord';
import { surelyTamed } from './tameWords';

/** A word of a command, and how many of its letters stand in a rule before its first star. */
export type NamedWord = ShellWord & { readonly named: number };

/** The words of a command that the pattern fits. */
export function namedWords({ words }: SimpleCommand, pattern: string): readonly NamedWord[] {
  let left = (/^(?:\\\*|[^*])*/.exec(pattern)?.[0] ?? '').replaceAll('\\*', '*').length;
  return words.map((word) => {
    const text = quotedText(word);
    const named = Math.max(0, Math.min(word.shape.length, text === word.shape ? left : left - 1));
    left -= text.length + 1;
    return { ...surelyTamed(word), named };
  });
}

/** Whether the rule spells it out. */
export function isNamed(word: NamedWord | undefined): boolean {
  return word !== undefined && isFixed(word) && word.named >= word.shape.length;
}
