/** The whole of an output that was too long for the model, as it is kept with the session. */
export type KeptOutput = {
  readonly callId: string;
  readonly characters: number;
  readonly lines: number;
  /** It was longer than what is kept of any call; the end is missing. */
  readonly isCut: boolean;
  /** How many rows (`rowsOf`) each part has: it is read part by part. */
  readonly partRows: readonly number[];
};

/** What is kept of one call, in characters. */
export const MOST_KEPT = 50_000_000;
/** A part has at most this many characters, and ends with a line where it can. */
export const LONGEST_PART = 256 * 1024;
/** A longer line is shown in several rows, so that no row is too long to be drawn. */
const LONGEST_ROW = 2_000;

/** A part as it is shown, row by row. */
export function rowsOf(part: string): readonly string[] {
  const text = part.endsWith('\n') ? part.slice(0, -1) : part;
  return text.split('\n').flatMap((line) => (line.length <= LONGEST_ROW ? line : piecesOf(line)));
}

/** The place at which text that is longer than a part is cut: after a line, or else not inside of a character. */
export function endOfPart(text: string): number {
  const lineEnd = text.lastIndexOf('\n', LONGEST_PART - 1) + 1;
  if (lineEnd > LONGEST_PART / 2) return lineEnd;
  return LONGEST_PART - (isHighSurrogate(text.charCodeAt(LONGEST_PART - 1)) ? 1 : 0);
}

/** How many lines a part ends and how many rows it is shown in, counted without making them: a program may print hundreds of megabytes. */
export function measurePart(part: string): { readonly lineEnds: number; readonly rows: number } {
  let lineEnds = 0;
  let rows = 0;
  let at = 0;
  for (let end = part.indexOf('\n'); end !== -1; end = part.indexOf('\n', at)) {
    lineEnds += 1;
    rows += rowsInLine(part, at, end);
    at = end + 1;
  }
  return { lineEnds, rows: at < part.length || part.length === 0 ? rows + rowsInLine(part, at, part.length) : rows };
}

function rowsInLine(part: string, from: number, to: number): number {
  return to - from <= LONGEST_ROW ? 1 : piecesOf(part.slice(from, to)).length;
}

function piecesOf(line: string): readonly string[] {
  return [...chunks(line)];
}

function* chunks(line: string): Generator<string> {
  for (let at = 0; at < line.length; ) {
    const end = Math.min(line.length, at + LONGEST_ROW);
    const next = end < line.length && isHighSurrogate(line.charCodeAt(end - 1)) ? end - 1 : end;
    yield line.slice(at, next);
    at = next;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
