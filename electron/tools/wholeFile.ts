import { AppError } from '../../shared/lib/appError';
import { type ConfinedFile, withContent } from './confinedFiles';

/** All bytes of a file; `TOOL_FAILED` with the given sentence when there are more than `limit`. */
export function wholeFile(file: ConfinedFile, signal: AbortSignal, limit: number, tooLarge: string): Promise<Buffer> {
  return withContent(file, signal, async (pieces, size) => {
    const kept: Buffer[] = [];
    let length = 0;
    // It may grow while it is read, and those of /proc have no size at all: the pieces are counted, too.
    for await (const piece of size > limit ? [] : pieces) {
      kept.push(Buffer.from(piece));
      length += piece.length;
      if (length > limit) break;
    }
    if (Math.max(size, length) <= limit) return Buffer.concat(kept);
    throw new AppError('TOOL_FAILED', tooLarge);
  });
}

/** The text of these bytes with all there is to it, also a mark of their order; nothing where they are no UTF-8, and would not come back from it. */
export function exactText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
