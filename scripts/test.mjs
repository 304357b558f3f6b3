/** `npm test`: everything, in the order in which a failure is cheapest to learn. The last line is the totals of all runners. */
import { join } from 'node:path';
import { findNode, projectRoot, tooOldMessage } from '../bin/runtime.mjs';
import { check, failedCheck, playwright, vitest } from './suites.mjs';
import { printSummary, runSuites, writeTotals } from './summary.mjs';

if (findNode() === undefined) {
  console.error(tooOldMessage());
  process.exit(1);
}

/** A suite that drives the built program proves nothing about an old build. */
const afterBuild = (suite) => (earlier) => (earlier.get('build').failed > 0 ? failedCheck('not run: the build failed') : suite());

const results = await runSuites([
  ['types', () => check('tsc', ['--noEmit'])],
  ['lint', () => check('biome', ['check', '--error-on-warnings', '.'])],
  ['build', () => check('electron-vite', ['build', '--logLevel', 'warn'])],
  ['architecture and unit', () => vitest('unit')],
  ['integration', afterBuild(() => vitest('integration'))],
  ['end to end', afterBuild(playwright)],
  ['builder configuration', () => check('node', ['scripts/check-builder.mjs'])],
  ['packaging rehearsal', afterBuild(() => check('node', ['scripts/rehearse-package.mjs']))],
]);

const total = printSummary(results);
writeTotals(join(projectRoot, 'test-reports', 'totals.txt'), total);
process.exitCode = total.failed > 0 ? 1 : 0;
