const STOP_WORDS: ReadonlySet<string> = new Set(
  'the and for are was were what which who whom when where why how does did has have had can could should would will this that these those with from into about your you our its not but all any please tell remember'.split(
    ' ',
  ),
);

/** How many sentences are quoted at most. */
const LIMIT = 3;

/** The sentences of `texts` that share the most words with `question`, best first; later ones first among equals. */
export function recall(question: string, texts: readonly string[]): string[] {
  const asked = wordsOf(question);
  const enough = Math.min(2, asked.size);
  const scored = texts.flatMap(sentencesOf).map((sentence, at) => ({ sentence, at, score: shared(asked, wordsOf(sentence)) }));
  const found = scored.filter(({ score, sentence }) => enough > 0 && score >= enough && sentence !== question.trim());
  found.sort((a, b) => b.score - a.score || b.at - a.at);
  return [...new Set(found.map(({ sentence }) => sentence))].slice(0, LIMIT);
}

export function isQuestion(prompt: string): boolean {
  return /\?\s*$/.test(prompt) || /^\s*(?:what|which|who|when|where|why|how|is|are|does|do|did|can)\b/i.test(prompt);
}

/** Something to keep in mind, not something to do. */
export function isReminder(prompt: string): boolean {
  return /^\s*(?:please )?(?:remember|note|keep in mind|for the record)\b/i.test(prompt);
}

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The words that carry meaning, without their commonest endings. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)).map((word) => word.replace(/(?<=\p{L}{3})(?:ing|ed|es|s)$/u, '')));
}

function shared(asked: ReadonlySet<string>, words: ReadonlySet<string>): number {
  return [...asked].filter((word) => words.has(word)).length;
}
