import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedOutput } from '../../../electron/tools/boundedOutput';

describe('bounded output', () => {
  it('is the whole text when that is short, else its beginning and its end with what was left out', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), (pieces) => {
        const output = new BoundedOutput(10, 20);
        for (const piece of pieces) output.add(piece);
        const whole = pieces.join('');
        const expected =
          whole.length <= 30 ? whole : `${whole.slice(0, 10)}\n[${whole.length - 30} characters left out]\n${whole.slice(-20)}`;
        expect(output.toString()).toBe(expected);
      }),
    );
  });
});
