import type { SimpleCommand } from './shellScript';
import type { ShellWord } from './shellWord';

/** The text by which rules that allow know a command: words that are more than letters and signs stand in quotes, so that none passes for two. */
export function allowedText({ words }: SimpleCommand): string {
  return words.map(quotedText).join(' ');
}

export function quotedText({ shape }: ShellWord): string {
  return /^[^\s'"\\;&|<>()`$!#~{}]+$/.test(shape) ? shape : `'${shape.replaceAll("'", String.raw`'\''`)}'`;
}
