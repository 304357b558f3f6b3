/** Colours and the cursor (CSI); titles, links and the clipboard (OSC and its like, up to their end); what else follows an escape. */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|[ -/]{0,8}[0-OQ-WYZ\\`-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of one
const UNFINISHED = /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}|[\]PX^_][^\u0007\u001b]{0,4096}\u001b?|[ -/]{0,8})$/;

/** Takes out what colours text, moves the cursor and steers the terminal, of text that comes in pieces: one may end inside of such a sequence. */
export function withoutControlSequences(): (piece: string) => string {
  let held = '';
  return (piece) => {
    const text = (held + piece).replace(SEQUENCE, '');
    held = UNFINISHED.exec(text)?.[0] ?? '';
    return text.slice(0, text.length - held.length);
  };
}
