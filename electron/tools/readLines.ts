import { AppError } from '../../shared/lib/appError';

export type LineRange = readonly [first: number, last: number];

const NEWLINE = 0x0a;

/**
 * Lines `first` to `last` of a file that comes in pieces, counted from 1 and both included; a `last` below 1 means the end. However long the file
 * and its lines are, no more than `limit` bytes and one piece are held. Rejects with `TOOL_FAILED` when the lines have more.
 */
export async function readLines(pieces: AsyncIterable<Buffer>, [first, last]: LineRange, limit: number): Promise<string> {
  const start = Math.max(1, first);
  const end = last > 0 ? last : Number.POSITIVE_INFINITY;
  const chosen: Buffer[] = [];
  let size = 0;
  let line = 1;
  if (end < start) return '';
  for await (const piece of pieces) {
    let from = 0;
    while (from < piece.length && line <= end) {
      const newline = piece.indexOf(NEWLINE, from);
      const next = newline < 0 ? piece.length : newline + 1;
      if (line >= start) {
        const part = piece.subarray(from, next);
        size += part.length;
        if (size > limit) throw tooMuch(start, end, limit);
        chosen.push(Buffer.from(part));
      }
      if (newline >= 0) line += 1;
      from = next;
    }
    if (line > end) break;
  }
  const text = Buffer.concat(chosen).toString('utf8');
  // The end of the last line is not one of its characters; with the end of the file wanted, the text stays as it is.
  return line > end ? text.replace(/\n$/, '') : text;
}

function tooMuch(start: number, end: number, limit: number): AppError {
  const sentence =
    start === end
      ? `Line ${start} alone has more than ${limit} bytes, and part of a line cannot be read. Use bash to cut it.`
      : `These lines have more than ${limit} bytes. Choose fewer with view_range.`;
  return new AppError('TOOL_FAILED', sentence);
}
