import { describe, expect, test } from 'vitest';
import { createModelClient } from '../../../electron/model/anthropic';
import { httpError, overloaded, rateLimited, serverError, unauthorized, unknownModel, webPage } from '../../support/modelServer/faults';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { expectNoUnhandledRejections, failureOf, KEY } from './failureOf';

expectNoUnhandledRejections();

describe('a refused request names the server and says what to do', () => {
  test('when the key is wrong', async () => {
    expect(await failureOf(unauthorized())).toMatchObject({
      code: 'AUTHENTICATION',
      message: 'The model server at HOST refused the key. Check ANTHROPIC_API_KEY or Settings.',
    });
  });

  test('when the model is unknown', async () => {
    expect(await failureOf(unknownModel('test-model'))).toMatchObject({
      code: 'MODEL_REJECTED',
      message: 'The model server at HOST does not know the model test-model. Choose another model.',
    });
  });

  test.each([
    ['a bad request', httpError(400, 'invalid_request_error', 'max_tokens: too large'), 'MODEL_REJECTED', /“max_tokens: too large”/],
    ['a forbidden model', httpError(403, 'permission_error', 'no'), 'AUTHENTICATION', /does not let this key use test-model/],
    ['a missing page', webPage(404), 'MODEL_REJECTED', /ANTHROPIC_BASE_URL/],
    ['a long conversation', httpError(413, 'request_too_large', 'too large'), 'MODEL_REJECTED', /too large/],
    ['too many requests', rateLimited(), 'RATE_LIMITED', /lower the concurrency/],
    ['too many requests, with a time', rateLimited(7), 'RATE_LIMITED', /Try again in 7 s/],
    ['an overload', overloaded(), 'OVERLOADED', /529/],
    ['a fault of the server', serverError(), 'OVERLOADED', /500/],
    ['a gateway’s web page', webPage(502), 'OVERLOADED', /502/],
  ])('when it is %s', async (_what, script, code, words) => {
    const failure = await failureOf(script);
    expect(failure).toMatchObject({ code, details: { status: expect.any(Number) } });
    expect(failure.message).toMatch(words);
  });

  test('and never shows the key, not even when the server quotes it', async () => {
    expect((await failureOf(httpError(400, 'invalid_request_error', `bad key ${KEY}`))).message).toContain('“bad key [key]”');
  });
});

describe('an unusable address or key fails before anything is sent', () => {
  const refusal = (baseUrl: string, apiKey: string | null) =>
    createModelClient({ provider: () => ({ kind: 'anthropic', baseUrl, apiKey, authToken: null }), maxRetries: 0 })
      .reply(modelRequest(), () => undefined, AbortSignal.timeout(20_000))
      .catch((error: unknown) => error);

  test('when nothing listens', async () => {
    const server = await startModelServer({ script: text('Hi') });
    await server.close();
    expect(await refusal(server.url, KEY)).toMatchObject({
      code: 'NETWORK',
      message: `Nothing answers at ${new URL(server.url).host}. Start the model server, or check ANTHROPIC_BASE_URL or Settings.`,
      details: { code: 'ECONNREFUSED' },
    });
  });

  test('when the host does not exist', async () => {
    expect(await refusal('http://model.invalid', KEY)).toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('model.invalid'),
    });
  });

  test('when the address is none', async () => {
    expect(await refusal('not an address', KEY)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('when the key cannot be sent, without showing it', async () => {
    const error = await refusal('http://127.0.0.1:9', `${KEY}\nx`);
    expect(error).toMatchObject({ code: 'AUTHENTICATION' });
    expect(String(error)).not.toContain(KEY);
  });

  test('when there is no key at all', async () => {
    const client = createModelClient({ provider: () => ({ kind: 'rehearsal' }) });
    const reply = client.reply(modelRequest({ provider: 'anthropic' }), () => undefined, AbortSignal.timeout(20_000));
    await expect(reply).rejects.toMatchObject({ code: 'AUTHENTICATION', message: expect.stringContaining('ANTHROPIC_API_KEY') });
  });
});
