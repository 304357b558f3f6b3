/** One way in which a secret may stand in a text. */
export type SecretLook = {
  /** How many characters it has, each in its shortest spelling. */
  readonly size: number;
  /** The text with `mark` in the place of what looks like this. */
  replace(text: string, mark: string): string;
  /** Where at the end of the text this may have begun; its length when nowhere. */
  beginning(text: string): number;
};

/** So many characters are looked for at once; only where they stand the rest is compared. */
const FIRST = 8;

/**
 * Characters in a row, each in any of its spellings, with one of `breaks` between them or none. All ways to read a text are followed side by side, so
 * that a text takes time by its length, whatever backslashes it is made of.
 */
export function secretLook(characters: readonly (readonly string[])[], breaks: readonly string[] = []): SecretLook {
  const between = breaks.length === 0 ? '' : `${anyOf(breaks)}?`;
  const start = new RegExp(characters.slice(0, FIRST).map(anyOf).join(between), 'g');
  const firstLetters = new Set(characters[0]?.map((spelling) => spelling[0]));
  const longest = sum(characters.map((spellings) => maximum(spellings) + maximum(breaks)));
  return {
    size: characters.length,
    replace(text, mark) {
      const pieces: string[] = [];
      let after = 0;
      start.lastIndex = 0;
      for (let found = start.exec(text); found; found = start.exec(text)) {
        const end = endOf(text, found.index, characters, breaks);
        start.lastIndex = typeof end === 'number' ? end : found.index + 1;
        if (typeof end !== 'number') continue;
        pieces.push(text.slice(after, found.index), mark);
        after = end;
      }
      return pieces.join('') + text.slice(after);
    },
    beginning(text) {
      for (let at = Math.max(0, text.length - longest); at < text.length; at += 1)
        if (firstLetters.has(text[at]) && endOf(text, at, characters, breaks) === 'open') return at;
      return text.length;
    },
  };
}

/** Where the characters that start at `start` end: `open` when the text ends first, nothing when it reads otherwise. */
function endOf(
  text: string,
  start: number,
  characters: readonly (readonly string[])[],
  breaks: readonly string[],
): number | 'open' | undefined {
  let places = [start];
  let open = false;
  for (const [index, spellings] of characters.entries()) {
    const starts = index === 0 || breaks.length === 0 ? places : [...places, ...places.flatMap((place) => behind(place, breaks))];
    const next = starts.flatMap((place) => behind(place, spellings));
    places = next.length > 1 ? [...new Set(next)] : next;
    if (places.length === 0) return open ? 'open' : undefined;
  }
  return Math.max(...places);

  function behind(place: number, spellings: readonly string[]): readonly number[] {
    const found: number[] = [];
    for (const spelling of spellings) {
      if (text.startsWith(spelling, place)) found.push(place + spelling.length);
      else if (place + spelling.length > text.length) open ||= spelling.startsWith(text.slice(place));
    }
    return found;
  }
}

function anyOf(spellings: readonly string[]): string {
  return `(?:${spellings.map((spelling) => spelling.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`;
}

function maximum(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
