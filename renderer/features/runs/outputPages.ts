/** A row of an output: in which part it lies, and where in it. */
export type RowPlace = { readonly part: number; readonly row: number };

/** Some of an output's parts, shown in one list. */
export type OutputPage = { readonly firstPart: number; readonly partRows: readonly number[]; readonly rows: number };

/** A browser draws nothing higher than about 33 million pixels. */
const MOST_ROWS = 1_000_000;

/** The output in as few lists as can be drawn; parts stay whole. */
export function pagesOf(partRows: readonly number[]): readonly OutputPage[] {
  const pages: { firstPart: number; partRows: number[]; rows: number }[] = [];
  for (const [part, rows] of partRows.entries()) {
    const last = pages.at(-1);
    if (!last || last.rows + rows > MOST_ROWS) pages.push({ firstPart: part, partRows: [rows], rows });
    else {
      last.partRows.push(rows);
      last.rows += rows;
    }
  }
  return pages;
}

/** Where a row of a page lies; rows are counted from 0. */
export function placeOf({ firstPart, partRows }: OutputPage, index: number): RowPlace | undefined {
  let left = index;
  for (const [offset, rows] of partRows.entries()) {
    if (left < rows) return { part: firstPart + offset, row: left };
    left -= rows;
  }
  return undefined;
}
