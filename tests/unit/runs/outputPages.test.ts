import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pagesOf, placeOf } from '../../../renderer/features/runs/outputPages';

it('every row of an output is on one page, in order, and no page is too high to be drawn', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 262_144 }), { maxLength: 60 }), (partRows) => {
      const pages = pagesOf(partRows);
      expect(pages.flatMap((page) => page.partRows)).toEqual(partRows);
      let firstPart = 0;
      for (const page of pages) {
        expect(page.firstPart).toBe(firstPart);
        expect(page.rows).toBeLessThanOrEqual(1_000_000);
        expect(placeOf(page, 0)).toEqual({ part: firstPart, row: 0 });
        firstPart += page.partRows.length;
        expect(placeOf(page, page.rows - 1)).toEqual({ part: firstPart - 1, row: (page.partRows.at(-1) ?? 0) - 1 });
        expect(placeOf(page, page.rows)).toBeUndefined();
      }
    }),
  );
});
