/**
 * The commands within a shell command line, cut wherever the shell might begin another one. Quotes are not heeded: that yields too many
 * pieces, never too few, which is what rules that forbid need.
 */
export function shellPieces(command: string): string[] {
  return command
    .split(/[;&|\n\r(){}`]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '' && piece !== '$');
}
