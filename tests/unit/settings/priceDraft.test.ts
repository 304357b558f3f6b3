import { describe, expect, it } from 'vitest';
import { LIST_PRICES } from '../../../electron/model/prices';
import { draftOf, EMPTY_DRAFT, readDraft } from '../../../renderer/features/settings/priceDraft';

describe('a price that is typed', () => {
  it('is what was shown, where nothing was changed', () => {
    for (const [model, price] of Object.entries(LIST_PRICES)) expect(readDraft(draftOf({ model, price }))).toEqual({ model, price });
    const plain = { model: 'mine*', price: { input: 0, output: 2.5 } };
    expect(readDraft(draftOf(plain))).toEqual(plain);
  });

  it('may be written with a comma, a dollar sign and spaces', () => {
    expect(readDraft({ ...EMPTY_DRAFT, model: ' mine ', input: '$ 2,50', output: ' 10 ' })).toEqual({
      model: 'mine',
      price: { input: 2.5, output: 10 },
    });
  });

  it('says of every field what is wrong with it', () => {
    const amount = 'Write dollars, as in 2.50.';
    expect(readDraft({ model: '', input: '', output: '-1', cacheRead: 'x', cacheWrite: '1e3' })).toEqual({
      problems: { model: 'Name a model.', input: amount, output: amount, cacheRead: amount, cacheWrite: amount },
    });
    expect(readDraft({ ...EMPTY_DRAFT, model: 'a*b', input: '1', output: '1' })).toMatchObject({
      problems: { model: expect.stringContaining('* may only stand at its end') },
    });
  });
});
