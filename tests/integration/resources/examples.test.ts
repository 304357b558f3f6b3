import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import { startRunSchema } from '../../../shared/ipc/contract/runs';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { toRunResult } from '../../../shared/run/result';

const root = resolve(import.meta.dirname, '../../..');
const folder = join(root, 'resources/examples');

let host: Host;
beforeAll(async () => {
  host = await createHost({ database: ':memory:', environment: {}, rehearsalPaceMs: 0 });
});
afterAll(() => host.close());

it.each(readdirSync(folder))('%s can be rehearsed on a real repository, and its answer names files of it', async (file) => {
  const definition = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const params = definition.name === 'release-check' ? { REPO_PATH: root } : {};
  const { runs } = host.services;
  const ended = Promise.withResolvers<void>();

  const { runId } = await runs.start(startRunSchema.parse({ definition, params, workDir: root, rehearse: true }));
  const stop = runs.onEvents(runId, () => runs.get(runId)?.status !== 'running' && ended.resolve());
  if (runs.get(runId)?.status !== 'running') ended.resolve();
  await ended.promise;
  stop();

  const events = runs.events(runId, 0, 10_000);
  const result = toRunResult(definition, reduceRun(createRunState(runId, definition), events));
  expect(result.steps.map((step) => [step.id, step.status, step.error])).toEqual(
    definition.steps.map((step: { id: string }) => [step.id, 'completed', undefined]),
  );
  expect(result.text).toMatch(/\b[\w./-]+\.(ts|tsx|mjs|json|md|yml)\b/);
});
