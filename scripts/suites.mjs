/** One check or test runner each: runs it, shows what it prints, and answers its counts (see reports.mjs). */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { run } from './command.mjs';
import { readPlaywrightReport, readVitestReport } from './reports.mjs';

const REPORTS = join(projectRoot, 'test-reports');
/** No suite takes this long unless it hangs; a busy machine may need several times the usual few minutes. */
const LIMIT_MS = 25 * 60_000;

/** A program that either succeeds or does not: one passed or one failed check. Shows its output only when it fails. */
export async function check(program, args) {
  const { code, output } = await run(program, args, { timeoutMs: LIMIT_MS });
  if (code === 0) return passedCheck();
  process.stdout.write(`${output}\n`);
  return failedCheck(`${program} ${args.join(' ')} ended with ${code === null ? 'a time-out' : `status ${code}`}`);
}

export async function vitest(project, filters = []) {
  const file = freshReport(`vitest-${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];
  const { code } = await run('vitest', args, { show: true, timeoutMs: LIMIT_MS });
  return readReport(file, code, readVitestReport);
}

export async function playwright() {
  const file = freshReport('playwright.json');
  const environment = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const { code } = await run('playwright', ['test', '--reporter=list,json'], { show: true, timeoutMs: LIMIT_MS, environment });
  return readReport(file, code, readPlaywrightReport);
}

export function passedCheck() {
  return { passed: 1, failed: 0, skipped: 0, failures: [], skips: [] };
}

export function failedCheck(reason) {
  return { passed: 0, failed: 1, skipped: 0, failures: [reason], skips: [] };
}

function freshReport(name) {
  const file = join(REPORTS, name);
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

function readReport(file, code, read) {
  if (!existsSync(file)) return failedCheck(`ended with ${code === null ? 'a time-out' : `status ${code}`} and left no report`);
  return read(JSON.parse(readFileSync(file, 'utf8')), code);
}
