import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputRecord } from '../../../electron/sessions/keepOutput';
import type { ToolOutputStore } from '../../../electron/sessions/ports';
import { LONGEST_PART, MOST_KEPT, measurePart, rowsOf } from '../../../shared/session/toolOutput';

type Part = Parameters<ToolOutputStore['append']>[0];

const place = { sessionId: 'ses_1', callId: 'call' };

function recording(): ToolOutputStore & { readonly parts: Part[] } {
  const parts: Part[] = [];
  return { parts, append: async (part) => void parts.push(part) };
}

async function partsOf(pieces: readonly string[]): Promise<readonly Part[]> {
  const store = recording();
  const output = new OutputRecord(store, place);
  for (const piece of pieces) output.add(piece);
  await output.end();
  return store.parts;
}

describe('keeping an output', () => {
  it('stores nothing for nothing', async () => {
    expect(await partsOf([])).toEqual([]);
    expect(await partsOf([''])).toEqual([]);
  });

  it('loses nothing, whatever the pieces, and ends parts with lines', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text.replaceAll('\n', '')}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 60_000 }), async (lines, times) => {
        const block = lines.join('');
        const text = block.repeat(Math.min(times, Math.ceil((3 * LONGEST_PART) / block.length)));
        const parts = await partsOf(text.match(/[\s\S]{1,10007}/g) ?? []);
        expect(parts.map(({ text }) => text).join('') === text).toBe(true);
        expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index));
        expect(parts.every((part) => part.text.length <= LONGEST_PART && part.text.endsWith('\n'))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts a line without end, but never a character', async () => {
    const text = `a${'😀'.repeat(LONGEST_PART)}`;
    const parts = await partsOf([text]);
    expect(parts.map((part) => part.text).join('') === text).toBe(true);
    expect(parts.every((part) => part.text.isWellFormed() && part.text.length <= LONGEST_PART)).toBe(true);
  });

  it('lets go of what goes beyond the limit, and notes that it did', async () => {
    const exact = await partsOf(['x'.repeat(MOST_KEPT)]);
    expect(exact.some(({ isCut }) => isCut)).toBe(false);
    const more = await partsOf(['x'.repeat(MOST_KEPT), 'y', 'z'.repeat(1000)]);
    expect(more.at(-1)).toMatchObject({ isCut: true });
    expect(more.reduce((sum, part) => sum + part.text.length, 0)).toBe(MOST_KEPT);
  });

  it('takes nothing after its end', async () => {
    const store = recording();
    const output = new OutputRecord(store, place);
    output.add('before');
    await output.end();
    output.add('after');
    await output.end();
    expect(store.parts.map(({ text }) => text)).toEqual(['before']);
  });

  it('tells at the end that a part could not be stored', async () => {
    const output = new OutputRecord({ append: () => Promise.reject(new Error('disk full')) }, place);
    output.add('x'.repeat(2 * LONGEST_PART));
    await expect(output.end()).rejects.toThrow('disk full');
  });
});

describe('the rows of an output', () => {
  it('are its lines, long ones in several, without losing anything', () => {
    expect(rowsOf('one\n\ntwo')).toEqual(['one', '', 'two']);
    expect(rowsOf('one\ntwo\n')).toEqual(['one', 'two']);
    const long = `${'x'.repeat(1999)}😀${'y'.repeat(5000)}`;
    const rows = rowsOf(`${long}\nnext`);
    expect(rows.slice(0, -1).join('')).toBe(long);
    expect(rows.every((row) => row.length <= 2000 && row.isWellFormed())).toBe(true);
  });

  it('says after a part when there is room for more, and nothing before', async () => {
    const stored = Promise.withResolvers<void>();
    const output = new OutputRecord({ append: () => stored.promise }, place);
    expect(output.add('a line\n')).toBeUndefined();
    const room = output.add('x'.repeat(LONGEST_PART));
    await expect(Promise.race([room, Promise.resolve('waiting')])).resolves.toBe('waiting');
    stored.resolve();
    await expect(room).resolves.toBeUndefined();
  });

  it('counts the lines and rows of a part as they are made', () => {
    const text = fc
      .array(fc.oneof(fc.constant('\n'), fc.string({ unit: 'binary' }), fc.constant('😀'.repeat(1_500))))
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (part) => {
        expect(measurePart(part)).toEqual({ lineEnds: part.split('\n').length - 1, rows: rowsOf(part).length });
      }),
    );
  });
});
