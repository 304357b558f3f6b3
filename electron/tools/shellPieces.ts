/**
 * The commands within a shell command line, cut wherever the shell might begin another one. Quotes are not heeded: that yields too many
 * pieces, never too few, which errs towards refusing on both sides: a deny rule is met by any piece, an allow rule must be met by all.
 */
export function shellPieces(command: string): string[] {
  return command
    .split(/[;&|\n\r(){}`]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '' && piece !== '$');
}

/** True when the shell takes every word as it stands: nothing is substituted, redirected, escaped or assigned. */
export function isPlainCommand(command: string): boolean {
  return !/[$`<>(){}\\\n\r#~!*?[\]]/.test(command) && !shellPieces(command).some((piece) => /^\w+\+?=/.test(piece));
}

/** The words of one piece, without quotes and backslashes, which is how the shell would read most of them. */
export function wordsOf(piece: string): string[] {
  return piece.split(/\s+/).map((word) => word.replace(/["'\\]/g, ''));
}
