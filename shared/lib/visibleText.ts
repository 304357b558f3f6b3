/** What acts on a terminal or on the order of letters, what is drawn as nothing, and line ends that are not the usual one. */
const UNSEEN = /(?![\t\n])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{1d159}\u{2800}\u{fffc}]/gu;

/**
 * The same text with all that would act on a terminal, on the order of its letters or be seen by nobody spelt out: for what a person is to
 * judge.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
