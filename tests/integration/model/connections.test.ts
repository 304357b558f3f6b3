import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/lib/appError';
import { cutAfter, endedAfter, paced, stalledAfter } from '../../support/modelServer/faults';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { bodyBytes, startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text } from '../../support/modelServer/reply';
import { clientOf, expectNoUnhandledRejections, outcome, TWO_BLOCKS } from './failureOf';

expectNoUnhandledRejections();

describe('the connection', () => {
  const whole = bodyBytes(TWO_BLOCKS).length;
  const isWhole = (result: unknown) => !(result instanceof AppError);

  test('may be cut at any byte: nothing of half an answer is used', async () => {
    const results = await atEveryByte(whole, cutAfter);
    // A reset may overtake the last bytes, so an answer that was sent whole may count as lost.
    expect(results.filter((result) => !isWhole(result)).every((error) => (error as AppError).code === 'NETWORK')).toBe(true);
    expect(results.slice(0, whole - 1).some(isWhole)).toBe(false);
  });

  test('may be ended at any byte: nothing of half an answer is used', async () => {
    const results = await atEveryByte(whole, endedAfter);
    expect(results.filter((result) => !isWhole(result)).every((error) => (error as AppError).code === 'NETWORK')).toBe(true);
    // The blank line that ends the last event is needed, its last byte at least.
    expect(results.slice(0, whole - 1).some(isWhole)).toBe(false);
    expect(results.at(-1)).toMatchObject({ stopReason: 'tool_use' });
  });

  test('that falls silent in the middle is a time-out, and is closed', async () => {
    await using server = await startModelServer({ script: stalledAfter(TWO_BLOCKS, 700) });
    expect(await outcome(server, { stallTimeoutMs: 50 })).toMatchObject({ code: 'TIMEOUT' });
    await server.untilAborted(1);
  });

  test('that never answers is a time-out, and is closed', async () => {
    await using server = await startModelServer({ script: { ...text('Hi'), until: new Promise(() => undefined) } });
    expect(await outcome(server, { stallTimeoutMs: 50 })).toMatchObject({ code: 'TIMEOUT' });
    await server.untilAborted(1);
  });

  test('may be slow for longer than it may be silent', async () => {
    // Each of some twenty events is a tenth of the limit late.
    await using server = await startModelServer({ script: paced(text('Slowly '.repeat(15)), 40) });
    expect(await outcome(server, { stallTimeoutMs: 400 })).toMatchObject({ content: [{ type: 'text', text: 'Slowly '.repeat(15) }] });
  });

  test.each([
    ['less', '300', 'NETWORK'],
    ['more', '1000000', undefined],
  ])('that promises %s than it brings ends with what came whole', async (_what, length, code) => {
    await using server = await startModelServer({ script: { ...TWO_BLOCKS, headers: { 'content-length': length } } });
    expect(await outcome(server)).toMatchObject(code ? { code } : { stopReason: 'tool_use' });
  });

  test('that stays open after a whole answer does not hold it up for long', async () => {
    await using server = await startModelServer({ script: stalledAfter(text('Done'), 1_000_000) });
    expect(await outcome(server)).toMatchObject({ content: [{ type: 'text', text: 'Done' }] });
    await server.idle();
  });
});

/** What comes of a request whose answer suffers `fault` after 0, 1, 2 … bytes. */
async function atEveryByte(bytes: number, fault: (reply: Reply, bytes: number) => Reply): Promise<unknown[]> {
  const reply = { ...TWO_BLOCKS, body: bodyBytes(TWO_BLOCKS).toString() };
  await using server = await startModelServer({ script: (request) => fault(reply, Number(request.body.model)) });
  const client = clientOf(server);
  const results: unknown[] = [];
  while (results.length <= bytes) {
    const batch = Array.from({ length: Math.min(50, bytes + 1 - results.length) }, (_, at) =>
      client
        .reply(modelRequest({ model: String(results.length + at) }), () => undefined, AbortSignal.timeout(20_000))
        .catch((error: unknown) => error),
    );
    results.push(...(await Promise.all(batch)));
  }
  return results;
}
