/** A LIKE pattern (ESCAPE '\') that finds the text anywhere; its own wildcards mean themselves. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
