/** Runs named suites one after the other and sums them up; used by test.mjs and check.mjs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** `suites` are `[name, () => Promise<counts>]`. Answers `[name, counts and seconds]` in the same order. */
export async function runSuites(suites) {
  const results = [];
  for (const [name, suite] of suites) {
    process.stdout.write(`\n── ${name}\n`);
    const start = performance.now();
    const counts = await suite(new Map(results));
    results.push([name, { ...counts, seconds: (performance.now() - start) / 1000 }]);
  }
  return results;
}

/** Prints a table, every skip with its reason, every failure, and last the totals alone on a line, which it also answers. */
export function printSummary(results) {
  const lines = [''];
  for (const [name, { passed, failed, skipped, seconds }] of results) {
    lines.push(`${name.padEnd(22)} ${totals({ passed, failed, skipped }).padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  lines.push(...section('Skipped', results, 'skips'), ...section('Failed', results, 'failures'));
  const sum = (key) => results.reduce((total, [, counts]) => total + counts[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  process.stdout.write(`${lines.join('\n')}\n\n${totals(total)}\n`);
  return total;
}

/** Leaves the totals where a caller finds them even if something prints after them. */
export function writeTotals(file, total) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${totals(total)}\n`);
}

function totals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function section(title, results, key) {
  const entries = results.flatMap(([name, counts]) => counts[key].map((entry) => `  ${name}: ${entry}`));
  return entries.length === 0 ? [] : ['', `${title}:`, ...entries];
}
