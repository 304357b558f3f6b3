import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import { step, workflow } from '../../support/builders';
import { testEngine } from '../../support/enginePorts';

describe('what a step is asked', () => {
  const definition = workflow(
    [
      step('a', { prompt: 'Look at $REPO', model: 'own', systemPrompt: 'Own $REPO $steps.a.text' }),
      step('b', { prompt: '$steps.a.text by $steps.a.toolCalls', dependsOn: ['a'], model: null }),
      step('c', { systemPrompt: '' }),
    ],
    { model: 'shared', systemPrompt: 'Shared $REPO', parameters: { REPO: { type: 'string' } } },
  );

  it('has everything interpolated, inserted text untouched, and the nearest model and system prompt', async () => {
    const engine = testEngine(() => ({ text: 'costs $REPO', toolCalls: ['read', 'grep'] }));
    const planned = planRun(definition, { REPO: '/repo' }, { runId: 'run_1', workDir: '/work', permissionMode: 'plan' });
    await engine.clock.finish(runWorkflow(engine, planned).result);
    const asked = engine.steps.requests.map(({ step: { id }, prompt, model, systemPrompt }) => ({ id, prompt, model, systemPrompt }));
    expect(asked.sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'a', prompt: 'Look at /repo', model: 'own', systemPrompt: 'Own /repo $steps.a.text' },
      { id: 'b', prompt: 'costs $REPO by read, grep', model: 'shared', systemPrompt: 'Shared /repo' },
      { id: 'c', prompt: 'Do c', model: 'shared', systemPrompt: '' },
    ]);
    expect(engine.steps.requests[0]).toMatchObject({ runId: 'run_1', attempt: 1, resume: false, workDir: '/work', permissionMode: 'plan' });
  });

  it.each([
    ['shared', 'shared'],
    ['', null],
    [' ', null],
    [null, null],
  ])('a blank model is inherited like null: with %j for the workflow it is %j', async (model, expected) => {
    const engine = testEngine(() => ({ text: '' }));
    const blank = workflow([step('a', { model: '' }), step('b', { model: ' \n' }), step('c', { model: 'own' })], { model });
    await engine.clock.finish(runWorkflow(engine, planRun(blank, {}, { runId: 'run_1' })).result);
    const asked = Object.fromEntries(engine.steps.requests.map((request) => [request.step.id, request.model]));
    expect(asked).toEqual({ a: expected, b: expected, c: 'own' });
  });
});
