/** Scripts written without spaces between words, and pictures such as emoji: each of their characters is a word of its own. */
const ALONE = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{So}`;
const EACH_ALONE = new RegExp(`[${ALONE}]`, 'gu');
const ENDS_ALONE = new RegExp(`[${ALONE}]\\p{M}*$`, 'u');
const WORD = /[\p{L}\p{N}\p{M}\p{So}_]+(?:\u200d[\p{So}\p{M}]+)*/gu;

/** What a search looks for: runs of letters, digits and pictures. Signs and punctuation are not looked for. */
export function searchWords(search: string): readonly string[] {
  return search.match(WORD) ?? [];
}

/** Takes the characters apart that an index by words would take for one long word; texts and searches alike. */
export function withCharactersApart(text: string): string {
  return text.replace(EACH_ALONE, ' $& ');
}

/** Whether there is nothing unfinished about a word: what ends in such a character does not go on. */
export function endsAlone(word: string): boolean {
  return ENDS_ALONE.test(word);
}
