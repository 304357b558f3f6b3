import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportCrashes } from '../../../electron/app/crashes';
import { describeFailure } from '../../../electron/cli/failures';
import { createLog } from '../../../electron/platform/log';
import { blackenFromNowOn } from '../../../electron/platform/redact';

const CANARY = 'canary-of-a-crash-41d';

const electron = vi.hoisted(() => ({
  boxes: [] as string[],
  listeners: new Map<string, (...values: unknown[]) => void>(),
}));

vi.mock('electron', () => ({
  dialog: { showErrorBox: (...words: string[]) => electron.boxes.push(words.join(' ')) },
  app: { on: (name: string, listener: (...values: unknown[]) => void) => electron.listeners.set(name, listener) },
}));

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;
const others = new Map(EVENTS.map((event) => [event, process.listeners(event as 'uncaughtException')]));
/** Those that the app has added; the test runner's own stay as they are. */
const added = (event: (typeof EVENTS)[number]) =>
  process.listeners(event as 'uncaughtException').filter((listener) => !others.get(event)?.includes(listener));

afterEach(() => {
  for (const event of EVENTS) for (const listener of added(event)) process.removeListener(event, listener);
});

describe('a crash', () => {
  it('is logged whole but for secrets, told once in a sentence, and sent nowhere', () => {
    blackenFromNowOn(CANARY);
    const lines: string[] = [];
    reportCrashes(createLog({ writeLine: (line) => lines.push(line), environment: {}, now: () => 0 }), '/logs/stepgraph.log');
    const error = new Error(`with ${CANARY}`, { cause: { headers: { authorization: `Bearer ${CANARY}` } } });
    for (const event of EVENTS) for (const listener of added(event)) listener(error, 'uncaughtException');
    for (const listener of added('uncaughtException')) listener(error, 'uncaughtException');
    electron.listeners.get('render-process-gone')?.({}, {}, { reason: 'crashed', exitCode: 5 });
    electron.listeners.get('child-process-gone')?.({}, { type: 'GPU', reason: 'killed' });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('with [redacted]');
    expect(electron.boxes).toEqual([expect.stringContaining('/logs/stepgraph.log')]);
    expect([...lines, ...electron.boxes].join()).not.toContain(CANARY);
  });

  it('of the command line shows no secret either', () => {
    blackenFromNowOn(CANARY);
    const { status, lines } = describeFailure(new TypeError(`a bug with ${CANARY}`));
    expect(status).toBe(1);
    expect(lines.join()).toContain('a bug with [redacted]');
  });
});
