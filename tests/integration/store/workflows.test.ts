import { expect, test } from 'vitest';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { sampleWorkflow } from './samples';
import { openedStore, temporaryFile } from './support';

const renamed: WorkflowDefinition = { ...sampleWorkflow, name: 'renamed', description: 'Better' };

test('a workflow comes back as it was given, unknown keys, order of keys and layout included', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  const definition = { steps: sampleWorkflow.steps, name: 'odd', layout: { read: { x: 1, y: 2 } }, 'x-team': ['a', null, { b: 0.1 }] };
  const { id } = await store.workflows.create(definition);
  await store.close();
  const stored = openedStore(file).workflows.get(id);
  expect(JSON.stringify(stored?.definition)).toBe(JSON.stringify(definition));
  expect(stored).toMatchObject({ name: 'odd', description: '', stepCount: 2, revision: 1 });
});

test('every save is a revision that can be read again', async () => {
  const { workflows } = openedStore();
  const { id } = await workflows.create(sampleWorkflow);
  await workflows.save(id, renamed, 1, 'Before the review');
  expect(workflows.get(id)).toMatchObject({ name: 'renamed', revision: 2, definition: renamed });
  expect(workflows.revisions(id)).toMatchObject([
    { revision: 2, label: 'Before the review', stepCount: 2 },
    { revision: 1, label: null },
  ]);
  expect(workflows.revision(id, 1)).toEqual(sampleWorkflow);
  expect(workflows.revision(id, 3)).toBeUndefined();
});

test('saving over what someone else saved meanwhile is a conflict and changes nothing', async () => {
  const { workflows } = openedStore();
  const { id } = await workflows.create(sampleWorkflow);
  const results = await Promise.allSettled([workflows.save(id, renamed, 1, null), workflows.save(id, sampleWorkflow, 1, null)]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
  expect(results[1]).toMatchObject({ reason: { code: 'CONFLICT', details: { revision: 2 } } });
  expect(workflows.get(id)).toMatchObject({ revision: 2, name: 'renamed' });
});

test('the newest 200 autosaves are kept, and every labelled revision', async () => {
  const { workflows } = openedStore();
  const { id } = await workflows.create(sampleWorkflow);
  await workflows.save(id, sampleWorkflow, 1, 'Kept');
  await Promise.all(Array.from({ length: 250 }, (_, index) => workflows.save(id, sampleWorkflow, index + 2, null)));
  const revisions = workflows.revisions(id);
  expect(revisions.filter((revision) => revision.label === null)).toHaveLength(200);
  expect(revisions.at(0)?.revision).toBe(252);
  expect(revisions.at(-1)).toMatchObject({ revision: 2, label: 'Kept' });
});

test('a deleted workflow is hidden until it is undeleted', async () => {
  const { workflows } = openedStore();
  const { id } = await workflows.create(sampleWorkflow);
  const { id: other } = await workflows.create(renamed);
  expect(await workflows.delete(id)).toBe(true);
  expect(await workflows.delete(id)).toBe(false);
  expect(workflows.get(id)).toBeUndefined();
  expect(workflows.list().map((workflow) => workflow.id)).toEqual([other]);
  await expect(workflows.save(id, renamed, 1, null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await workflows.undelete(id)).toMatchObject({ id, definition: sampleWorkflow });
  expect(workflows.list()).toHaveLength(2);
  await expect(workflows.undelete('wf_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the list has the newest first', async () => {
  let now = Date.parse('2026-01-01');
  const { workflows } = openedStore(temporaryFile(), {
    clock: { now: () => (now += 1000), monotonic: () => 0, sleep: () => Promise.resolve() },
  });
  const [first, second] = [await workflows.create(sampleWorkflow), await workflows.create(renamed)];
  expect(workflows.list().map((workflow) => workflow.id)).toEqual([second.id, first.id]);
  await workflows.save(first.id, sampleWorkflow, 1, null);
  expect(workflows.list().map((workflow) => workflow.id)).toEqual([first.id, second.id]);
});

test('a definition of a thousand steps comes back unchanged', async () => {
  const { workflows } = openedStore();
  const steps = Array.from({ length: 1000 }, (_, index) => ({ id: `step_${index}`, prompt: `Prüfe ${'Ω'.repeat(50)} ${index}` }));
  const { id } = await workflows.create({ name: 'large', steps });
  expect(workflows.get(id)?.definition.steps).toEqual(steps);
});
