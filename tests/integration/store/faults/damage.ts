import type { Dice } from '../../../support/seeds';
import type { FileState } from './fileState';

const PAGE = 4096;

/** Ways in which a file that nobody was writing to goes bad. `stranger` is the log of another database. */
export const DAMAGES = ['flipped bytes', 'flipped bytes in the log', 'cut off', 'log cut off', 'zeroed page', 'log of another'] as const;
export type Damage = (typeof DAMAGES)[number];

export function damaged({ main, log }: FileState, damage: Damage, stranger: Buffer, rolls: Dice): FileState {
  switch (damage) {
    case 'flipped bytes':
      return { main: withFlips(main, rolls), log };
    case 'flipped bytes in the log':
      return { main, log: withFlips(log, rolls) };
    case 'cut off':
      return { main: main.subarray(0, 1 + rolls.below(main.length - 1)), log };
    case 'log cut off':
      return { main, log: log.subarray(0, rolls.below(log.length)) };
    case 'zeroed page': {
      const page = rolls.below(main.length / PAGE);
      return { main: Buffer.from(main).fill(0, page * PAGE, (page + 1) * PAGE), log };
    }
    case 'log of another':
      return { main, log: stranger };
  }
}

/** One to eight bytes become other bytes. */
function withFlips(bytes: Buffer, { below }: Dice): Buffer {
  const flipped = Buffer.from(bytes);
  for (let left = 1 + below(8); left > 0; left -= 1) {
    const place = below(flipped.length);
    flipped[place] = (flipped[place] ?? 0) ^ (1 + below(255));
  }
  return flipped;
}
