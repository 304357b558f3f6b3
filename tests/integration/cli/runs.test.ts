import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { Machine } from './commandLine';

const root = resolve(import.meta.dirname, '../../..');
const releaseCheck = join(root, 'resources/examples/release-check.json');

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  // A small repository of this project's own files.
  for (const name of ['package.json', 'tsconfig.json', 'shared/run', 'shared/lib']) {
    mkdirSync(join(machine.workDir, name, '..'), { recursive: true });
    cpSync(join(root, name), join(machine.workDir, name), { recursive: true });
  }
});
afterEach(() => machine[Symbol.dispose]());

const rehearse = (...words: string[]) => machine.run('run', releaseCheck, '-p', `REPO_PATH=${machine.workDir}`, '--rehearse', ...words);

describe('a rehearsal of the release check', () => {
  it('completes its steps in order, and its report names files of the repository', async () => {
    const { status, out, err } = await rehearse('--json');
    expect(status, err).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ status: 'completed', aborted: false, workflowName: 'release-check' });
    expect(result.steps.map((step: { id: string; status: string }) => [step.id, step.status])).toEqual([
      ['typecheck', 'completed'],
      ['lint', 'completed'],
      ['report', 'completed'],
    ]);
    expect(result.text).toMatch(/package\.json|tsconfig\.json|shared\/\w+\/\w+\.ts/);
    expect(result.text).toMatch(/rehearsal/i);
    expect(result.costUsd === 0 || result.costUsd === null).toBe(true);
  });

  it('prints its answer on stdout and its progress on stderr', async () => {
    const { out, err } = await rehearse();
    expect(err).toMatch(/release-check: started, 3 steps/);
    for (const name of ['Type Check', 'Lint', 'Report']) expect(err).toMatch(new RegExp(`${name}: completed in`));
    expect(err).toMatch(/Rehearsal/);
    expect(out).not.toContain('Type Check: started');
    expect(out.trim()).not.toBe('');
  });

  it('streams its events, one a line, numbered without gaps', async () => {
    const { status, out } = await rehearse('--events');
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0].type).toBe('workflow.start');
    expect(events.at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed' });
  });

  it('is found again by later commands, with the same result', async () => {
    const result = JSON.parse((await rehearse('--json')).out);
    const listed = JSON.parse((await machine.run('runs', 'list', '--json')).out);
    expect(listed).toMatchObject([
      { runId: result.runId, workflowName: 'release-check', status: 'completed', rehearsal: true, stepCount: 3 },
    ]);
    const shown = JSON.parse((await machine.run('runs', 'show', result.runId, '--json')).out);
    expect(shown).toMatchObject({ runId: result.runId, status: 'completed', text: result.text, steps: result.steps });
    const exported = JSON.parse((await machine.run('runs', 'export', result.runId)).out);
    expect(exported.run.definition.name).toBe('release-check');
    expect(exported.events.at(-1).type).toBe('workflow.done');
    const sessions = JSON.parse((await machine.run('sessions', '--json')).out);
    expect(sessions.map((session: { title: string }) => session.title).sort()).toEqual([
      'release-check/Lint',
      'release-check/Report',
      'release-check/Type Check',
    ]);
    const session = JSON.parse((await machine.run('sessions', 'show', result.steps[0].sessionId, '--json')).out);
    expect(JSON.stringify(session.messages[0])).toContain(machine.workDir);
  });

  it('can be deleted, after which it is not found', async () => {
    const { runId } = JSON.parse((await rehearse('--json')).out);
    expect((await machine.run('runs', 'delete', runId)).status).toBe(0);
    expect(JSON.parse((await machine.run('runs', '--json')).out)).toEqual([]);
    const { status, err } = await machine.run('runs', 'show', runId);
    expect({ status, named: err.includes(runId) }).toEqual({ status: 2, named: true });
  });
});

it('without a key every run is a rehearsal, and says so', async () => {
  const { status, err } = await machine.run('run', releaseCheck, '-p', 'REPO_PATH=.');
  expect({ status, says: /Rehearsal/.test(err) }).toEqual({ status: 0, says: true });
});

it('takes parameters from a file, and those of the command line win', async () => {
  const file = machine.write('values.json', { REPO_PATH: '/from/file', BRANCH: 'from-file' });
  const { out } = await machine.run('run', releaseCheck, '--params', file, '-p', 'BRANCH=typed', '--rehearse', '--events');
  const prompts = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((event) => event.type === 'step.start');
  expect(prompts[0].prompt).toContain('/from/file, branch typed');
});

it('says what is configured and what is missing', async () => {
  const { status, out } = await machine.run('doctor', '--json');
  const findings = JSON.parse(out);
  expect(status).toBe(0);
  expect(findings.find((finding: { name: string }) => finding.name === 'store').detail).toContain(machine.database);
  expect(findings.find((finding: { name: string }) => finding.name === 'model')).toMatchObject({ state: 'note' });
});

it('a run that started another says what both cost together', async () => {
  const inner = { name: 'inner', steps: [{ id: 'work', prompt: 'WORK' }] };
  await using server = await startModelServer({
    script: byPrompt(['LEAD', turns(toolUse('run_workflow', { definition: inner }), text('led'))], ['WORK', text('worked')]),
  });
  using online = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = online.write('lead.json', { name: 'lead', steps: [{ id: 'lead', prompt: 'LEAD', tools: ['run_workflow'] }] });
  const run = await online.run('run', file, '--permission-mode', 'bypassPermissions', '--json');
  const { runId, usage, startedWithin, total } = JSON.parse(run.out);
  expect([usage, startedWithin.usage, total.usage].map(({ inputTokens }) => inputTokens)).toEqual([20, 10, 30]);
  expect(run.err).toMatch(/30 tokens .* · with the run it started: 45 tokens/);
  const shown = await online.run('runs', 'show', runId);
  expect(shown.out).toMatch(/^lead · completed · .* · 30 tokens · .*\nwith the run it started · 45 tokens · \$[\d.]+\n/);
});
