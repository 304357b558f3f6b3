import { expect, it } from 'vitest';
import { createDecisionRecord } from '../../../electron/sessions/decisionRecord';
import type { CallDecision } from '../../../shared/session/decision';

const AT = '1970-01-01T00:00:00.000Z';

function record(isDurable?: true) {
  const stored: CallDecision[] = [];
  const warnings: string[] = [];
  const told: string[] = [];
  const ports = {
    store: {
      addDecision: async (_: string, decision: CallDecision) => {
        stored.push(decision);
        if (decision.callId === 'lost') throw new Error('full disk');
      },
    },
    clock: { now: () => 0 },
    log: { warn: (message: string) => warnings.push(message), error() {} },
  };
  const observer = { report: async ({ type }: { type: string }) => void told.push(type), ...(isDurable && { isDurable }) };
  return { ...createDecisionRecord(ports, 'ses_1', observer), stored, warnings, told };
}

it('holds what needed no question until something is written, so that it takes no commit of its own', async () => {
  const { observer, write, stored, told } = record();
  await observer.report({ type: 'permission', callId: 'a', state: 'allowed', reason: 'reading' });
  expect({ told, stored: [...stored] }).toEqual({ told: ['permission'], stored: [] });
  write();
  write();
  expect(stored).toEqual([{ callId: 'a', state: 'allowed', reason: 'reading', at: AT }]);
});

it('writes a question at once, since its answer may never come', async () => {
  const { observer, stored } = record();
  await observer.report({ type: 'permission', callId: 'a', state: 'asked', reason: 'why', requestId: 'r' });
  expect(stored).toEqual([{ callId: 'a', state: 'asked', reason: 'why', at: AT }]);
});

it('leaves it to an observer that keeps decisions itself', async () => {
  const { observer, write, stored } = record(true);
  await observer.report({ type: 'permission', callId: 'a', state: 'asked', reason: 'why' });
  write();
  expect(stored).toEqual([]);
});

it('lets the turn go on when a decision cannot be stored, and says so in the log', async () => {
  const { observer, write, warnings } = record();
  await observer.report({ type: 'permission', callId: 'lost', state: 'denied', reason: 'no' });
  write();
  await new Promise(setImmediate);
  expect(warnings).toEqual(['A decision about a tool call could not be stored']);
});
