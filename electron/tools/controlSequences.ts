// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const SEQUENCE = /\u001b\[[0-9;?]{0,64}[ -/]{0,8}[@-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of one
const UNFINISHED = /\u001b(?:\[[0-9;?]{0,64}[ -/]{0,8})?$/;

/** Takes out what colours text and moves the cursor, of text that comes in pieces: one may end inside of such a sequence. */
export function withoutControlSequences(): (piece: string) => string {
  let held = '';
  return (piece) => {
    const text = (held + piece).replace(SEQUENCE, '');
    held = UNFINISHED.exec(text)?.[0] ?? '';
    return text.slice(0, text.length - held.length);
  };
}
