import { describe, expect, test } from 'vitest';
import { rateLimited, stalledAfter } from '../../support/modelServer/faults';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { clientOf, expectNoUnhandledRejections, TWO_BLOCKS } from './failureOf';

expectNoUnhandledRejections();

describe('aborting', () => {
  test('in the middle of the stream ends the request at once and closes its connection', async () => {
    await using server = await startModelServer({ script: stalledAfter(TWO_BLOCKS, 700) });
    const abort = new AbortController();
    const reply = clientOf(server).reply(modelRequest(), () => abort.abort(), abort.signal);
    await expect(reply).rejects.toMatchObject({ code: 'ABORTED' });
    await server.untilAborted(1);
  });

  test('before the answer begins closes the connection', async () => {
    const abort = new AbortController();
    await using server = await startModelServer({
      script: () => {
        abort.abort();
        return { ...text('Hi'), until: new Promise(() => undefined) };
      },
    });
    await expect(clientOf(server).reply(modelRequest(), () => undefined, abort.signal)).rejects.toMatchObject({ code: 'ABORTED' });
    await server.untilAborted(1);
  });

  test('while the SDK waits to try again ends the wait', async () => {
    const abort = new AbortController();
    await using server = await startModelServer({
      script: () => {
        setImmediate(() => abort.abort());
        return rateLimited(50);
      },
    });
    await expect(clientOf(server, { maxRetries: 2 }).reply(modelRequest(), () => undefined, abort.signal)).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('beforehand sends nothing', async () => {
    await using server = await startModelServer({ script: text('Hi') });
    await expect(clientOf(server).reply(modelRequest(), () => undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    expect(server.requests).toHaveLength(0);
  });
});
