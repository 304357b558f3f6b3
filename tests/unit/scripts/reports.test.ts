import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

// The scripts are plain JavaScript, since they run before anything is installed: what they answer is parsed here.
const scripts = await import(pathToFileURL(resolve(import.meta.dirname, '../../../scripts/reports.mjs')).href);
const counts = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failures: z.array(z.string()),
  skips: z.array(z.string()),
});
const readVitest = (report: unknown, exitCode: number) => counts.parse(scripts.readVitestReport(report, exitCode));
const readPlaywright = (report: unknown, exitCode: number) => counts.parse(scripts.readPlaywrightReport(report, exitCode));

const vitestFile = (...statuses: string[]) => ({
  name: 'a.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: statuses.map((status, index) => ({ status, fullName: ` t${index}`, meta: {} })),
});

describe('what Vitest reports', () => {
  it('is counted test by test, with names of what failed and was skipped', () => {
    const report = { testResults: [vitestFile('passed', 'failed'), vitestFile('passed', 'skipped', 'todo')] };
    expect(readVitest(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2, failures: ['t1'], skips: ['t1: skipped', 't2: todo'] });
  });

  it('says why a test failed, in a few plain lines', () => {
    const why = ['\u001b[31mError\u001b[39m: no', ...Array.from({ length: 50 }, () => 'at x')].join('\n');
    const failed = { status: 'failed', fullName: 't', meta: {}, failureMessages: [why] };
    const [told = ''] = readVitest({ testResults: [{ ...vitestFile(), assertionResults: [failed] }] }, 1).failures;
    expect(told.split('\n').slice(0, 3)).toEqual(['t', '      Error: no', '      at x']);
    expect(told.split('\n')).toHaveLength(13);
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = { name: 'b.test.ts', status: 'failed', message: 'Cannot find module x\nat y', assertionResults: [] };
    const { failed, failures } = readVitest({ testResults: [vitestFile('passed'), broken] }, 1);
    expect({ failed, failures }).toEqual({ failed: 1, failures: ['b.test.ts: Cannot find module x'] });
  });

  it('is a failure when nothing ran, or when the runner fails although no test did', () => {
    expect(readVitest({ testResults: [] }, 0).failures).toEqual(['no test ran']);
    expect(readVitest({ testResults: [vitestFile('passed')] }, 1).failed).toBe(1);
  });
});

describe('what Playwright reports', () => {
  const spec = (title: string, status: string, reason?: string) => ({
    title,
    tests: [{ projectName: 'web', status, annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }] }],
  });
  const report = (specs: unknown[], errors: unknown[] = []) => ({
    errors,
    suites: [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'group', specs }] }],
  });

  it('is counted test by test, with the reasons of skips', () => {
    expect(
      readPlaywright(report([spec('works', 'expected'), spec('breaks', 'unexpected'), spec('waits', 'skipped', 'no binary')]), 1),
    ).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: ['web › a.spec.ts › group › breaks'],
      skips: ['web › a.spec.ts › group › waits: no binary'],
    });
  });

  it('says why a test failed', () => {
    const broken = spec('breaks', 'unexpected');
    const tests = broken.tests.map((test) => ({ ...test, results: [{}, { error: { message: 'no such button' } }] }));
    expect(readPlaywright(report([{ ...broken, tests }]), 1).failures).toEqual(['web › a.spec.ts › group › breaks\n      no such button']);
  });

  it('counts what passes only sometimes, and errors outside of tests, as failures', () => {
    expect(
      readPlaywright(report([spec('sometimes', 'flaky'), spec('works', 'expected')], [{ message: 'boom\nat x' }]), 1).failures,
    ).toEqual(['web › a.spec.ts › group › sometimes', 'boom']);
  });
});
