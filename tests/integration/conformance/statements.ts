import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';

/** What the specification says, a statement a line: rows of its tables and sentences, each under the heading above it. */
export type Statement = { readonly heading: string; readonly text: string };

export const STATEMENTS: readonly Statement[] = ['chapter-7.md', 'semantics.md'].flatMap((file) =>
  statementsIn(readFileSync(join(import.meta.dirname, 'specification', file), 'utf8')),
);

/** A test that stands for the statement under `heading` that begins like this. It is named after it. */
export function conforms(heading: string, beginning: string, test: () => Promise<void>): void {
  const { text } = findStatement(heading, beginning);
  it(`${heading}: ${text}`, test);
}

/** The one statement meant; an error where there are none or several. */
export function findStatement(heading: string, beginning: string): Statement {
  const meant = STATEMENTS.filter((each) => each.heading === heading && each.text.startsWith(beginning));
  const [statement] = meant;
  if (!statement || meant.length > 1) throw new Error(`${meant.length} statements under “${heading}” begin with “${beginning}”`);
  return statement;
}

function statementsIn(markdown: string): Statement[] {
  const statements: Statement[] = [];
  let heading = '';
  const lines = markdown.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('## ')) heading = line.slice(3);
    const isTableHead = lines[index + 1]?.startsWith('|---') ?? false;
    if (line.startsWith('- ')) statements.push({ heading, text: line.slice(2) });
    if (line.startsWith('| ') && !isTableHead) statements.push({ heading, text: line.slice(2, -2) });
  }
  return statements;
}
