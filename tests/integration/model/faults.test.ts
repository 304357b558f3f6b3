import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createModelClient, type ModelClientOptions } from '../../../electron/model/anthropic';
import type { ModelReply } from '../../../electron/sessions/ports';
import { AppError } from '../../../shared/lib/appError';
import {
  cutAfter,
  endedAfter,
  endingAfter,
  failingAfter,
  httpError,
  hungUp,
  inserting,
  malformed,
  omitting,
  overloaded,
  paced,
  rateLimited,
  serverError,
  stalledAfter,
  unauthorized,
  unknownModel,
  webPage,
} from '../../support/modelServer/faults';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { bodyBytes, type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { message, type Reply, text, textBlock, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import { type Script, sequence } from '../../support/modelServer/script';

const KEY = 'sk-ant-very-secret';
const TWO_BLOCKS = message([textBlock('Grüße 👋'), toolUseBlock('read', { file_path: 'süß.md' })]);

const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
  process.on('unhandledRejection', remember);
});
afterAll(() => {
  process.off('unhandledRejection', remember);
  expect(unhandled).toEqual([]);
});

function clientOf(server: Pick<ModelServer, 'url'>, options: Partial<ModelClientOptions> = {}) {
  return createModelClient({
    provider: () => ({ kind: 'anthropic', baseUrl: server.url, apiKey: KEY, authToken: null }),
    maxRetries: 0,
    stallTimeoutMs: 5000,
    ...options,
  });
}

/** The reply, or the failure, to one request. */
async function outcome(server: ModelServer, options: Partial<ModelClientOptions> = {}): Promise<ModelReply | unknown> {
  return clientOf(server, options)
    .reply(modelRequest(), () => undefined, AbortSignal.timeout(20_000))
    .catch((error: unknown) => error);
}

async function failureOf(script: Script | Reply, options: Partial<ModelClientOptions> = {}) {
  await using server = await startModelServer({ script });
  const error = await outcome(server, options);
  if (!(error instanceof AppError)) throw new Error('Expected a coded failure', { cause: error });
  const shown = `${error.message}${JSON.stringify(error.details)}${String(error.cause)}${error.stack}`;
  expect(shown).not.toContain(KEY);
  return { code: error.code, message: error.message.replaceAll(new URL(server.url).host, 'HOST'), details: error.details };
}

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

describe('an answer that is not the Messages API is a bad response', () => {
  const late = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'late' } };
  test.each([
    ['a web page', webPage()],
    ['nothing at all', { ...webPage(), body: '' }],
    ['an event that is not JSON', malformed()],
    ['no start', endingAfter(omitting(text('Hi'), 'message_start'), 9)],
    ['no reason to stop', omitting(text('Hi'), 'message_delta')],
    ['content for a block that never started', omitting(text('Hi'), 'content_block_start')],
    ['content for a block that has ended', inserting(text('Hi'), 4, late)],
    ['an event without a type', inserting(text('Hi'), 2, { type: 'content_block_delta', index: 'x' })],
    ['half an input of a tool', omittingLastPiece(toolUse('write', { content: 'a longer text' }))],
    ['a tool call without a name', message([toolUseBlock('', {}, 'toolu_1')])],
    ['a tool input that is no object', { ...toolUse('read', {}), content: [{ type: 'tool_use', id: 'toolu_1', name: 'read', input: 12 }] }],
  ])('when it is %s', async (_what, script) => {
    expect(await failureOf(script)).toMatchObject({ code: 'BAD_RESPONSE' });
  });
});

test.each([
  ['before its first event', endingAfter(text('Hi'), 0)],
  ['in the middle', endingAfter(TWO_BLOCKS, 6)],
  ['without its last event', omitting(text('Hi'), 'message_stop')],
])('an answer that the server ends in good order %s was broken off, which a retry can help', async (_where, script) => {
  expect(await failureOf(script)).toMatchObject({
    code: 'NETWORK',
    message: expect.stringMatching(/closed in the middle of its answer\. Try again\.$/),
  });
});

test.each([
  ['overloaded_error', 'OVERLOADED'],
  ['api_error', 'OVERLOADED'],
  ['rate_limit_error', 'RATE_LIMITED'],
  ['timeout_error', 'TIMEOUT'],
  ['invalid_request_error', 'MODEL_REJECTED'],
  ['news_of_tomorrow', 'BAD_RESPONSE'],
])('an %s in the middle of the answer is %s', async (type, code) => {
  expect(await failureOf(failingAfter(TWO_BLOCKS, 5, type))).toMatchObject({ code });
});

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

describe('the SDK repeats what failed before it began', () => {
  test.each([
    ['an overload', overloaded()],
    ['a fault of the server', serverError()],
    ['a rate limit', rateLimited()],
    ['a connection that was closed', hungUp()],
  ])('after %s', async (_what, fault) => {
    await using server = await startModelServer({
      script: sequence({ ...fault, headers: { ...fault.headers, 'retry-after-ms': '1' } }, text('Hi')),
    });
    expect(await outcome(server, { maxRetries: 1 })).toMatchObject({ content: [{ type: 'text', text: 'Hi' }] });
    expect(server.requests).toHaveLength(2);
  });

  test('but not what broke off, which only the whole step can repeat', async () => {
    await using server = await startModelServer({ script: cutAfter(TWO_BLOCKS, 700) });
    expect(await outcome(server, { maxRetries: 2 })).toMatchObject({ code: 'NETWORK' });
    expect(server.requests).toHaveLength(1);
  });

  test('but does not wait for an hour because a server says so', async () => {
    expect(await failureOf(rateLimited(3600), { maxRetries: 2 })).toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringContaining('3600 s'),
    });
  });

  test('and does not repeat what a repetition cannot mend', async () => {
    await using server = await startModelServer({ script: unauthorized() });
    await outcome(server, { maxRetries: 2 });
    expect(server.requests).toHaveLength(1);
  });
});

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

/** The last piece of the tool's input never comes, yet the message ends in good order. */
function omittingLastPiece(reply: Reply): Reply {
  return {
    ...reply,
    edit: (events) =>
      events.filter((event, at) => !(event.type === 'content_block_delta' && events[at + 1]?.type === 'content_block_stop')),
  };
}
