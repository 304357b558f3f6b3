import { describe, expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const change = tool({ name: 'change', description: 'Changes', inputSchema: z.object({}) }, () => 'changed');
const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({}), isReadOnly: true }, () => 'seen');
const tools = [change, look];
const script = turns(toolUse('look', {}), toolUse('change', {}), text('done'));
const requestPermission = async () => ({ state: 'denied' as const, reason: 'the person said no', reply: 'Not today.' });

const LOOKED = { state: 'allowed', reason: 'it only reads' };
const CHANGED = { state: 'denied', askedBecause: expect.stringContaining('change'), reason: 'the person said no', reply: 'Not today.' };

describe('what was decided about the calls of a session', () => {
  it('is with their results when the session is opened later, and in its history', async () => {
    await using test = await startTestSdk(script, { tools, requestPermission });
    const { sessionId } = await test.sdk.run('Change it');
    const session = await test.sdk.resumeSession(sessionId);
    const decisions = session.messages().flatMap(({ decision }) => decision ?? []);
    expect(decisions).toMatchObject([LOOKED, CHANGED]);
    expect(session.decisions()).toMatchObject(decisions);
  });

  it('is kept of an agent that a call started, with the session of its task', async () => {
    const task = toolUse('task', { agent: 'helper', prompt: 'inner' });
    const nested = byPrompt([/^outer/, turns(task, text('done'))], [/inner/, script]);
    const agents = [{ name: 'helper', description: 'Helps out' }];
    await using test = await startTestSdk(nested, { tools, requestPermission, agents, permissions: { allow: ['task'] } });
    const { sessionId } = await test.sdk.run('outer');
    const sessions = await test.sdk.sessions.list();
    const child = await test.sdk.resumeSession(sessions.find(({ id }) => id !== sessionId)?.id ?? '');
    expect(child.decisions()).toMatchObject([LOOKED, CHANGED]);
    expect((await test.sdk.resumeSession(sessionId)).decisions()).toMatchObject([
      { state: 'allowed', reason: expect.stringContaining('task') },
    ]);
  });

  it('is not kept twice of a step, whose run has it among its events', async () => {
    await using test = await startTestSdk(script, { tools, requestPermission });
    const decided: unknown[] = [];
    await test.sdk.workflow.run(
      { name: 'changes', steps: [{ id: 'a', prompt: 'Change it' }] },
      {},
      { onEvent: (event) => event.type === 'step.permission' && decided.push(event) },
    );
    expect(decided).toMatchObject([LOOKED, { state: 'asked' }, { state: 'denied', reason: CHANGED.reason, reply: CHANGED.reply }]);
    const [session] = await test.sdk.sessions.list();
    expect((await test.sdk.resumeSession(session?.id ?? '')).decisions()).toEqual([]);
  });
});
