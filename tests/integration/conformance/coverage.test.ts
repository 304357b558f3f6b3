import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROVED_ELSEWHERE } from './provedElsewhere';
import { findStatement, STATEMENTS, type Statement } from './statements';
import { writtenTests } from './writtenTests';

const spelt = ({ heading, text }: Statement): string => `${heading}: ${text}`;

const read = (file: string) => writtenTests(file, readFileSync(file, 'utf8'));

const here = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => read(join(import.meta.dirname, file)))
  .filter(({ by }) => by === 'conforms');
const provedHere = here.map(({ words: [heading = '', beginning = ''] }) => findStatement(heading, beginning));
const provedElsewhere = PROVED_ELSEWHERE.map(({ heading, beginning }) => findStatement(heading, beginning));

describe('the specification (chapter 7, sections 1.0 to 2; semantics.md, sections 1 to 3)', () => {
  it('is read whole', () => {
    expect(STATEMENTS.length).toBeGreaterThan(140);
    expect(new Set(STATEMENTS.map(spelt)).size).toBe(STATEMENTS.length);
  });

  it('has a test for every row and every sentence', () => {
    const proved = new Set([...provedHere, ...provedElsewhere]);
    expect(STATEMENTS.filter((statement) => !proved.has(statement)).map(spelt)).toEqual([]);
  });

  it('has one place where each is tested', () => {
    const all = [...provedHere, ...provedElsewhere].map(spelt);
    expect(all.filter((statement, index) => all.indexOf(statement) !== index)).toEqual([]);
  });

  it('is proved by tests that run and expect something', () => {
    expect(here.filter(({ isSkipped, expects }) => isSkipped || !expects)).toEqual([]);
  });

  it.each(PROVED_ELSEWHERE)('finds the one test of $beginning in $file, which runs and expects something', ({ file, test }) => {
    const found = read(file).filter(({ by, words }) => by !== 'conforms' && words[0]?.includes(test));
    expect(found).toMatchObject([{ isSkipped: false, expects: true }]);
  });
});
