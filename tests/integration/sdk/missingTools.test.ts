import { describe, expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';

const lookUp = tool({ name: 'look_up', description: 'Looks up', inputSchema: z.object({}), isReadOnly: true }, () => 'found');
const script = byPrompt(['first', text('one')], ['second', turns(toolUse('look_up', {}), text('two'))]);

/** A run whose second step names a tool object, stopped before that step, and the process that had the tool is gone. */
async function stoppedRun(test: TestSdk): Promise<string> {
  const abort = new AbortController();
  const { runId } = await test.sdk.workflow
    .define('w')
    .step('first', 'First', 'first')
    .step('second', 'Second', 'second', { dependsOn: ['first'], tools: [lookUp] })
    .run(undefined, { signal: abort.signal, onEvent: (event) => event.type === 'step.done' && abort.abort() });
  await test.sdk.close();
  return runId;
}

describe('a run whose step was given a tool() object, in another process', () => {
  it('fails that step with a sentence that names the tool and how to register it, and can be retried with it', async () => {
    await using test = await startTestSdk(script);
    const runId = await stoppedRun(test);
    const sdk = await test.open();
    const resumed = await sdk.workflow.resume(runId);
    expect(resumed.steps.map(({ status }) => status)).toEqual(['completed', 'failed']);
    expect(resumed.steps[1]?.error).toMatch(/^There is no tool look_up\. .*createAgentSdk\(\{ tools: \[look_up\] \}\)/);

    const retried = await sdk.workflow.retryStep(runId, 'second', { tools: [lookUp] });
    expect(retried).toMatchObject({ status: 'completed', text: 'two', steps: [{}, { toolCalls: ['look_up'] }] });
  });

  it.each(['createAgentSdk', 'resume'])('has it when %s is given it', async (where) => {
    await using test = await startTestSdk(script);
    const runId = await stoppedRun(test);
    const sdk = await test.open(where === 'createAgentSdk' ? { tools: [lookUp] } : {});
    const resumed = await sdk.workflow.resume(runId, where === 'resume' ? { tools: [lookUp] } : {});
    expect(resumed).toMatchObject({ status: 'completed', text: 'two', steps: [{}, { toolCalls: ['look_up'] }] });
  });

  it('can have its session gone on with by a turn that brings the tool', async () => {
    await using test = await startTestSdk(script);
    const { sessionId } = await test.sdk.run('second', { tools: [lookUp] });
    await test.sdk.close();
    const session = await (await test.open()).resumeSession(sessionId);
    await expect(session.send('And now?')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await session.send('And now?', { tools: [lookUp] })).toMatchObject({ text: 'two' });
  });
});
