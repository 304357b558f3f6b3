import { describe, expect, it, onTestFinished } from 'vitest';
import type { AgentSdk, WorkflowRunOptions } from '../../../electron/sdk/index';
import { unauthorized } from '../../support/modelServer/faults';
import { text } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const requestPermission = async () => ({ state: 'allowed' as const, reason: 'yes' });
const twoSteps = {
  name: 'w',
  steps: [
    { id: 'first', prompt: 'first' },
    { id: 'second', prompt: 'second', dependsOn: ['first'] },
  ],
};

/** What nobody has caught, as the process would be ended by. */
function uncaught(): unknown[] {
  const caught: unknown[] = [];
  const onRejection = (reason: unknown) => caught.push(reason);
  process.on('unhandledRejection', onRejection);
  onTestFinished(() => void process.off('unhandledRejection', onRejection));
  return caught;
}

const goOn: Record<string, (sdk: AgentSdk, runId: string, options: WorkflowRunOptions) => Promise<{ status: string }>> = {
  run: (sdk, _runId, options) => sdk.workflow.run(twoSteps, {}, options),
  resume: (sdk, runId, options) => sdk.workflow.resume(runId, options),
  retryStep: (sdk, runId, options) => sdk.workflow.retryStep(runId, 'second', options),
  rerunStep: (sdk, runId, options) => sdk.workflow.rerunStep(runId, 'first', options),
};

describe('a listener of a run that also asks for permission', () => {
  it.each(Object.keys(goOn))('changes nothing when it rejects, in %s', async (verb) => {
    const rejections = uncaught();
    let isRefusing = verb !== 'run';
    const script = byPrompt(['first', text('one')], ['second', () => (isRefusing ? unauthorized() : text('two'))]);
    await using test = await startTestSdk(script);
    const cutOff = verb === 'resume' ? { signal: AbortSignal.abort() } : {};
    const runId = isRefusing ? (await test.sdk.workflow.run(twoSteps, {}, cutOff)).runId : '';
    isRefusing = false;
    let heard = 0;
    const onEvent = async () => {
      heard += 1;
      throw new Error('the listener is broken');
    };
    const going = goOn[verb]?.(test.sdk, runId, { onEvent, requestPermission });
    expect(await going?.then(({ status }) => status)).toBe('completed');
    await new Promise((resolve) => setImmediate(resolve)); // what nobody caught is told of after the promises
    expect(heard).toBeGreaterThan(0);
    expect(rejections).toEqual([]);
  });
});
