import { stripVTControlCharacters } from 'node:util';

/** Lines of what a failed test said that the summary repeats: it may be all that is kept of a run elsewhere. */
const MOST_REASON_LINES = 12;

/**
 * What the test runners' machine-readable reports say, in one form:
 * `{ passed, failed, skipped, failures, skips }`, the first three counts, the others lines for people.
 * A runner that ran nothing has failed, and so has one that exits with an error that none of its tests shows.
 */
export function readVitestReport(report, exitCode) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  // A file that could not be loaded has no tests to fail, so it counts as one itself.
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed));
  return settle(exitCode, {
    passed: tests.filter((test) => test.status === 'passed').length,
    failures: [
      ...tests.filter(isFailed).map((test) => withReason(test.fullName.trim(), test.failureMessages)),
      ...brokenFiles.map((file) => `${file.name}: ${file.message.split('\n', 1)[0]}`),
    ],
    skips: tests
      .filter((test) => test.status !== 'passed' && !isFailed(test))
      .map((test) => `${test.fullName.trim()}: ${test.meta?.skipReason ?? test.status}`),
  });
}

export function readPlaywrightReport(report, exitCode) {
  const tests = report.suites.flatMap((suite) => testsOf(suite, []));
  const named = (status) => tests.filter((test) => test.status === status);
  return settle(exitCode, {
    passed: named('expected').length,
    // A test that passes only sometimes has failed.
    failures: [...named('unexpected'), ...named('flaky')]
      .map((test) => withReason(test.name, test.errors))
      .concat(report.errors.map((error) => error.message.split('\n', 1)[0])),
    skips: named('skipped').map((test) => `${test.name}: ${test.reason}`),
  });
}

function settle(exitCode, { passed, failures, skips }) {
  const all = [...failures];
  if (passed === 0 && all.length === 0) all.push('no test ran');
  else if (exitCode !== 0 && all.length === 0) all.push(`the runner ended with status ${exitCode} although no test failed`);
  return { passed, failed: all.length, skipped: skips.length, failures: all, skips };
}

function withReason(name, [reason = ''] = []) {
  const lines = stripVTControlCharacters(reason).split('\n').slice(0, MOST_REASON_LINES);
  return reason === '' ? name : [name, ...lines.map((line) => `      ${line}`)].join('\n');
}

function isFailed(test) {
  return test.status === 'failed';
}

function testsOf(suite, path) {
  const here = suite.title ? [...path, suite.title] : path;
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [test.projectName, ...here, spec.title].join(' › '),
      status: test.status,
      errors: (test.results ?? []).flatMap(({ error }) => error?.message ?? []),
      reason: test.annotations.find((annotation) => annotation.type === 'skip')?.description ?? 'no reason given',
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, here))];
}
