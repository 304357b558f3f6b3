import { describe, expect, test } from 'vitest';
import { cutAfter, hungUp, overloaded, rateLimited, serverError, unauthorized } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { sequence } from '../../support/modelServer/script';
import { expectNoUnhandledRejections, failureOf, outcome, TWO_BLOCKS } from './failureOf';

expectNoUnhandledRejections();

describe('a request that failed', () => {
  test.each([
    ['an overload', overloaded()],
    ['a fault of the server', serverError()],
    ['a rate limit', rateLimited()],
    ['a connection that was closed', hungUp()],
  ])('is repeated by the SDK where its answer had not begun, after %s', async (_what, fault) => {
    await using server = await startModelServer({
      script: sequence({ ...fault, headers: { ...fault.headers, 'retry-after-ms': '1' } }, text('Hi')),
    });
    expect(await outcome(server, { maxRetries: 1 })).toMatchObject({ content: [{ type: 'text', text: 'Hi' }] });
    expect(server.requests).toHaveLength(2);
  });

  test('is not repeated where its answer broke off: only the whole step can', async () => {
    await using server = await startModelServer({ script: cutAfter(TWO_BLOCKS, 700) });
    expect(await outcome(server, { maxRetries: 2 })).toMatchObject({ code: 'NETWORK' });
    expect(server.requests).toHaveLength(1);
  });

  test('is not repeated after an hour because a server says so', async () => {
    expect(await failureOf(rateLimited(3600), { maxRetries: 2 })).toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringContaining('3600 s'),
    });
  });

  test('is not repeated where a repetition cannot mend it', async () => {
    await using server = await startModelServer({ script: unauthorized() });
    await outcome(server, { maxRetries: 2 });
    expect(server.requests).toHaveLength(1);
  });
});
