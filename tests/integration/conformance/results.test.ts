import { describe, expect } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { openEcho } from './support';

/** One that succeeds, one that fails, one behind that one: in this order, which is not the one they run in. */
const mixed = ({ sdk }: TestSdk) =>
  sdk.workflow.run({
    name: 'mixed',
    steps: [
      { id: 'behind', prompt: '$steps.bad.text', dependsOn: ['bad'] },
      { id: 'good', description: 'Good one', prompt: 'fine' },
      { id: 'bad', prompt: 'fail' },
    ],
  });

describe('chapter 7, section 1.0: what a run hands back', () => {
  conforms('WorkflowRunResult', 'runId', async () => {
    await using test = await openEcho();
    const [first, second] = [await mixed(test), await mixed(test)];
    expect(first.runId).toMatch(/^run_/);
    expect(first.runId).not.toBe(second.runId);
  });
  conforms('WorkflowRunResult', 'workflowName', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).workflowName).toBe('mixed');
  });
  conforms('WorkflowRunResult', 'steps', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).steps.map(({ id }) => id)).toEqual(['behind', 'good', 'bad']);
  });
  conforms('WorkflowRunResult', 'text', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).text).toBe('fine!');
  });
  conforms('WorkflowRunResult', 'durationMs', async () => {
    await using test = await startTestSdk({ ...text('slow'), pauseMs: 10 });
    const startedAt = performance.now();
    const result = await test.sdk.workflow.define('w').step('a', '', 'x').run();
    expect(result.durationMs).toBeGreaterThan(10);
    expect(result.durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - startedAt));
  });
  conforms('WorkflowRunResult', 'status', async () => {
    await using test = await openEcho();
    const of = async (...all: string[]) => {
      const steps = all.map((prompt, index) => ({ id: `s${index}`, prompt }));
      return (await test.sdk.workflow.run({ name: 'w', steps })).status;
    };
    expect([await of('a', 'b'), await of('a', 'fail'), await of('fail', 'fail')]).toEqual(['completed', 'partial', 'failed']);
  });

  conforms('WorkflowStepResult', 'id', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).steps.find(({ id }) => id === 'good')?.text).toBe('fine!');
  });
  conforms('WorkflowStepResult', 'name', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).steps.map(({ name }) => name)).toEqual(['behind', 'Good one', 'bad']);
  });
  conforms('WorkflowStepResult', 'status', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).steps.map(({ status }) => status)).toEqual(['skipped', 'completed', 'failed']);
  });
  conforms('WorkflowStepResult', 'text', async () => {
    await using test = await openEcho();
    expect((await mixed(test)).steps.map((step) => step.text)).toEqual(['', 'fine!', '']);
  });
  conforms('WorkflowStepResult', 'toolCalls', async () => {
    const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({}), isReadOnly: true }, () => 'seen');
    await using test = await startTestSdk(
      byPrompt(['tools', turns(toolUse('LOOK', {}), toolUse('look', {}), text('done'))], ['none', text('done')]),
      { tools: [look] },
    );
    const result = await test.sdk.workflow.define('w').step('a', '', 'tools').step('b', '', 'none').run();
    expect(result.steps.map(({ toolCalls }) => toolCalls)).toEqual([['look', 'look'], []]);
  });
  conforms('WorkflowStepResult', 'durationMs', async () => {
    await using test = await startTestSdk(
      byPrompt(['slow', { ...text('slow'), pauseMs: 10 }], ['fail', { ...text(''), status: 400, body: '{}' }]),
    );
    const result = await test.sdk.workflow.run({
      name: 'w',
      steps: [
        { id: 'a', prompt: 'slow' },
        { id: 'b', prompt: 'fail' },
        { id: 'c', prompt: 'slow', dependsOn: ['b'] },
      ],
    });
    const [slow, , skipped] = result.steps;
    expect(slow?.durationMs).toBeGreaterThan(10);
    expect(slow?.durationMs).toBeLessThanOrEqual(result.durationMs);
    expect(skipped?.durationMs).toBe(0);
  });
  conforms('WorkflowStepResult', 'sessionId', async () => {
    let isUp = false;
    await using test = await startTestSdk(() => (isUp ? text('now it works') : { ...text(''), status: 400, body: '{}' }));
    const result = await test.sdk.workflow.define('w').step('a', '', 'do it').run();
    isUp = true;
    const session = await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '');
    expect((await session.send('Previous attempt failed. Please retry.')).text).toBe('now it works');
    expect(JSON.stringify(test.server.requests.at(-1)?.body.messages)).toContain('do it');
  });
  conforms('WorkflowStepResult', 'error', async () => {
    await using test = await openEcho();
    const { steps } = await mixed(test);
    expect(steps.map(({ error }) => error)).toEqual([
      'Skipped because step "bad" failed',
      undefined,
      expect.stringContaining('rejected the request'),
    ]);
  });
});
