import { describe, expect, it } from 'vitest';
import { refuseCostlyGlob } from '../../../electron/tools/globPattern';

describe('glob patterns', () => {
  it.each([
    '**/*.{ts,tsx,js,jsx}',
    'src/**/!(*.test|*.spec).ts',
    '{src,tests}/{unit,integration}/**/{a,b,c}{1..9}.ts',
    '@(a|b)?(c)+(d)*(e)/!(f)',
    '{a..z}*',
    'a{b',
    'a}b,c',
    '(((((((((((((',
    '**/**/**/**/**/**/*',
  ])('%s is let through', (pattern) => {
    expect(() => refuseCostlyGlob(pattern)).not.toThrow();
  });

  it.each([
    ['!(a)'.repeat(30), 'negations'],
    ['!(!(!(!(a))))', 'negations'],
    ['@(a)'.repeat(9), 'groups'],
    ['+('.repeat(40), 'groups'],
    ['{a,b}'.repeat(40), 'braces'],
    [`${'{a,b}'.repeat(9)}${'/x'.repeat(450)}`, 'braces'],
    ['{1..1000000}', 'braces'],
    ['{1..100}{1..100}', 'braces'],
    ['{{1..100},{a..z}}{-50..50}', 'braces'],
    [`{${'0'.repeat(300)}1..9999999}`, 'braces'],
    [`{x${',{a,b}'.repeat(400)}`, 'braces'],
    [`{a},${'{b,c}'.repeat(20)}`, 'braces'],
    [`\\{${'{b,c}'.repeat(20)}`, 'braces'],
  ])('%s is refused for its %s', (pattern, what) => {
    expect(() => refuseCostlyGlob(pattern)).toThrow(what);
  });
});
