import { expect, it } from 'vitest';
import { matches } from '../../../renderer/features/explorer/explorerLists';

it('finds what has every word somewhere, in any case and order', () => {
  expect(matches('CHECK release', 'release-check', 'Before shipping')).toBe(true);
  expect(matches('ship release', 'release-check', 'Before shipping')).toBe(true);
  expect(matches('release nightly', 'release-check', 'Before shipping')).toBe(false);
  expect(matches('', 'anything')).toBe(true);
});
