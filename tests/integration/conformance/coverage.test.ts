import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROVED_ELSEWHERE } from './provedElsewhere';
import { findStatement, STATEMENTS, type Statement } from './statements';

/** A call of `conforms` with its first two arguments, which are plain strings. */
const CALL = /\bconforms\(\s*(['"`])(?<heading>.*?)\1,\s*(['"`])(?<beginning>.*?)\3,/gs;

const spelt = ({ heading, text }: Statement): string => `${heading}: ${text}`;

const provedHere = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'coverage.test.ts')
  .flatMap((file) => [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(CALL)])
  .map(({ groups }) => findStatement(groups?.heading ?? '', (groups?.beginning ?? '').replaceAll(/\\(.)/g, '$1')));
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

  it.each(PROVED_ELSEWHERE)('finds $beginning in $file', ({ file, test }) => {
    expect(readFileSync(file, 'utf8')).toContain(test);
  });
});
