/** What sets colours, titles, links and the clipboard of a terminal: CSI, and strings such as OSC up to their end. */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;
/** What moves the cursor, rings or hides: C0 without tab and line feed, DEL and C1. */
const CONTROL = /[^\P{Cc}\t\n]/gu;
/** What turns the order of letters, so that text reads as what it is not. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A model's, a tool's or a server's text, safe to show on a terminal and in the window: it can not move the cursor, change colours or set the
 * title, and what would turn the order of its letters is spelt out. Nothing else is changed; for what a person is to judge there is `visibleText`.
 */
export function plainText(text: string): string {
  return text
    .replace(SEQUENCE, '')
    .replace(CONTROL, '')
    .replace(TURNING, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/**
 * Any output for a terminal, with what steers it or turns letters spelt as JSON and JavaScript spell it: in their strings the text stays the same.
 */
export function spelledOut(text: string): string {
  return text
    .replace(/\r(?=\n)/g, '')
    .replace(/[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
