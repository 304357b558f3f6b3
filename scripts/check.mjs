/** `npm run check`: what can be known in under a minute. */
import { check, vitest } from './suites.mjs';
import { printSummary, runSuites } from './summary.mjs';

const results = await runSuites([
  ['types', () => check('tsc', ['--noEmit'])],
  ['lint', () => check('biome', ['check', '--error-on-warnings', '.'])],
  ['architecture and unit', () => vitest('unit')],
]);
process.exitCode = printSummary(results).failed > 0 ? 1 : 0;
