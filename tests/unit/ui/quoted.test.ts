import { expect, it } from 'vitest';
import { quoted } from '../../../renderer/ui/quoted';

it('a name turns nothing of the sentence around it', () => {
  expect(quoted('Ports')).toBe('“\u2068Ports\u2069”');
  expect(quoted('a\u202eb\u2069\u202dc')).toBe('“\u2068abc\u2069”');
});
