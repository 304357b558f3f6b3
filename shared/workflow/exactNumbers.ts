/**
 * The first number in a text that a 64-bit float cannot keep as it is written, so that the program would go on with another one. Integers
 * beyond 2^53 - 1 are all such: some are kept, but not their neighbours. The text is one number or sound JSON, where texts in double quotes
 * do not count.
 */
export function firstInexactNumber(text: string): string | undefined {
  for (const [token] of text.matchAll(STRING_OR_NUMBER)) if (!token.startsWith('"') && !isKept(token)) return token;
  return undefined;
}

// Unrolled, so that the engine keeps no way back for each character of a long string.
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g;

function isKept(literal: string): boolean {
  const value = Number(literal);
  if (/^[+-]?\d+$/.test(literal)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && decimalOf(literal) === decimalOf(String(value));
}

/** One spelling for each value: `1e3`, `1000` and `+1000.0` are the same. */
function decimalOf(literal: string): string {
  const [mantissa = '', exponent = '0'] = literal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = withoutTrailingZeros(digits);
  if (significant === '') return '0';
  const sign = mantissa.startsWith('-') ? '-' : '';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** By hand: an expression that begins at each zero again takes ages on many of them. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
