import { expect, it } from 'vitest';
import { visibleText } from '../../../shared/lib/visibleText';

const UNSEEN = [
  0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200d, 0x2028, 0x2029, 0x202e, 0x2060, 0x2065,
  0x2069, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0xfffc, 0x1bca0, 0x1d159, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xe01ef,
  0x07, 0x1b, 0x0d, 0x7f, 0x9b,
];

it.each(UNSEEN)('spells out U+%i, which nobody sees or which acts on what shows it', (code) => {
  expect(visibleText(`rm${String.fromCodePoint(code)}x`)).toBe(`rm\\u{${code.toString(16)}}x`);
});

it('spells out every character that is ignored where it cannot be drawn', () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
  const left = all.filter((code) => {
    const character = String.fromCodePoint(code);
    return /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cc}\p{Cf}]/u.test(character) && visibleText(character) === character;
  });
  expect(left).toEqual([0x09, 0x0a]);
});

it('leaves ordinary text of any language as it is', () => {
  for (const text of ['ls -la\n\tx', 'ü é ß', 'עברית', 'العربية', '日本語', 'ไทย', '한국어', '👍🏽', 'e\u0301'])
    expect(visibleText(text)).toBe(text);
});
