/**
 * The same text with all that would act on a terminal, on the order of its letters or be seen by nobody spelt out: for what a person is to
 * judge.
 */
export function visibleText(text: string): string {
  return text.replace(/[^\P{C}\t\n]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
