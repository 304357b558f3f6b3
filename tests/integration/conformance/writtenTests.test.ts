import { expect, it } from 'vitest';
import { writtenTests } from './writtenTests';

const of = (text: string) => writtenTests('some.test.ts', text);
const one = { by: 'it', words: ['works'], isSkipped: false, expects: true };

it.each([
  ['a test', "it('works', async () => { expect(await x()).toBe(1); });"],
  ['one of a table', "describe('all', () => { it.each([1])('works', (n) => expect(n).toBe(1)); });"],
  ['one of some systems', "it.runIf(there)('works', { timeout: 1 }, () => { fc.assert(fc.property(p)); });"],
  ['one by a function of the file', "it('works', () => check(1)); function check(n) { expectAll(n); }"],
])('finds %s', (_what, text) => {
  expect(of(text)).toEqual([one]);
});

it.each([
  ['by itself', "it.skip('works', () => { expect(1).toBe(1); });"],
  ['by an option', "it('works', { skip: true }, () => { expect(1).toBe(1); });"],
  ['with what it stands in', "describe.skip('all', () => { it('works', () => { expect(1).toBe(1); }); });"],
  ['as one that must fail', "it.fails('works', () => { expect(1).toBe(2); });"],
])('tells one that is skipped %s', (_how, text) => {
  expect(of(text)).toEqual([{ ...one, isSkipped: true }]);
});

it.each([
  ['is empty', "it('works', () => {});"],
  ['says it in a comment', "it('works', () => { // expect(1).toBe(1);\n });"],
  ['calls what expects nothing', "it('works', () => check()); const check = () => check();"],
])('tells one that %s', (_how, text) => {
  expect(of(text)).toEqual([{ ...one, expects: false }]);
});

it('takes neither comments nor texts nor what has no body for a test', () => {
  expect(
    of("// it('works', () => { expect(1); });\nconst text = \"it('works', () => {})\"; it.todo('works'); f('works', () => expect(1));"),
  ).toEqual([]);
});

it('reads names with something inserted', () => {
  expect(of('it(`loses ${n} of ${m}`, () => expect(n).toBe(m))')[0]?.words).toEqual(['loses ${} of ${}']);
});
