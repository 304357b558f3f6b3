import { describe, expect, it } from 'vitest';
import type { PermissionRequest } from '../../../electron/sessions/ports';
import { createPermissionGate } from '../../../electron/tools/permissionGate';

const ids = { next: () => 'req_1' };

function request(isReadOnly: boolean): PermissionRequest {
  const { signal } = new AbortController();
  return {
    tool: { name: isReadOnly ? 'read' : 'bash', isReadOnly },
    input: isReadOnly ? { file_path: 'a.txt' } : { command: 'make' },
    context: { sessionId: 's', callId: 't1', workDir: '/work', permissionMode: 'default', signal, metadata: {} },
  };
}

const neverAsked = () => Promise.reject(new Error('asked'));

describe('the permission gate', () => {
  it('lets reads through unasked', async () => {
    expect(await createPermissionGate({ ids }).decide(request(true), neverAsked)).toMatchObject({
      state: 'allowed',
      reason: 'it only reads',
    });
  });

  it('denies with a sentence what needs asking when there is nobody to ask', async () => {
    const decision = await createPermissionGate({ ids }).decide(request(false), neverAsked);
    expect(decision).toEqual({ state: 'denied', reason: expect.stringContaining('nobody is there to give it') });
  });

  it('makes known that it asks before it asks, and passes the answer on', async () => {
    const order: string[] = [];
    const gate = createPermissionGate({
      ids,
      approverFor: () => ({
        async ask({ requestId, reason }) {
          order.push(`asked ${requestId}: ${reason}`);
          return { state: 'denied', reason: 'the person said no', reply: 'use npm' };
        },
      }),
    });
    const decision = await gate.decide(request(false), async (requestId) => void order.push(`told ${requestId}`));
    expect(decision).toEqual({ state: 'denied', reason: 'the person said no', reply: 'use npm' });
    expect(order).toEqual(['told req_1', 'asked req_1: it runs make']);
  });

  it('asks nobody when a rule has decided', async () => {
    const gate = createPermissionGate({ ids, rulesFor: () => ({ deny: ['bash(make*)'] }), approverFor: () => ({ ask: neverAsked }) });
    expect(await gate.decide(request(false), neverAsked)).toMatchObject({ state: 'denied' });
  });
});
