/** A name within a sentence: in whatever direction it is written, it turns nothing around it. */
export function quoted(name: string): string {
  return `“${ISOLATE}${name.replace(TURNING, '')}${END}”`;
}

const ISOLATE = '\u2068';
const END = '\u2069';
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
