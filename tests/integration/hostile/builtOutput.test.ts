import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEXT_TO_CODE = /\beval\(|\bFunction\(|["'](?:node:)?vm["']|\bset(?:Timeout|Interval)\(\s*["'`]/g;

/** What stands there all the same, each with the reason why it does no harm: what libraries bring along is never reached. */
const HARMLESS = [
  // zod asks once whether it may compile schemas; it is told not to before it can (shared/ipc/withoutEval.ts), and the page's policy forbids it.
  'new Function("");',
  // ajv, which the MCP SDK carries; servers' schemas are checked without it (electron/tools/mcp/outputSchema.ts).
  'const validate = new Function(`${names_1.default.self}`, `${names_1.default.scope}`, sourceCode)',
  // Only this can end a matcher that backtracks; the text is constant, and no other (electron/tools/longLines.ts).
  'const { createContext, Script } = process.getBuiltinModule("node:vm");',
];

function linesThatMakeCode(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n'))
    .filter((line) => line.length < 10_000 && !/^\s*(\/\/|\*)/.test(line) && line.match(TEXT_TO_CODE) !== null)
    .map((line) => line.trim());
}

describe('what is shipped', () => {
  it.each(['out/main', 'out/preload', 'out/renderer'])('%s never makes code of text', (folder) => {
    expect(linesThatMakeCode(folder).filter((line) => !HARMLESS.some((known) => line.startsWith(known)))).toEqual([]);
  });
});
