import { describe, expect, test } from 'vitest';
import { createModelClient, type ModelClientOptions } from '../../../electron/model/anthropic';
import { providerFromEnvironment } from '../../../electron/model/provider';
import type { ModelReply, ModelRequest } from '../../../electron/sessions/ports';
import { dripped, gzipped, inserting, omitting, repeating } from '../../support/modelServer/faults';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { message, type Reply, text, textBlock, toolUseBlock } from '../../support/modelServer/reply';

const TWO_BLOCKS = message([textBlock('Grüße 👋 from the model'), toolUseBlock('read', { file_path: 'süß.md' })]);

const TWO_BLOCKS_REPLY: ModelReply = {
  content: [
    { type: 'text', text: 'Grüße 👋 from the model' },
    { type: 'tool_use', id: 'toolu_1_1', name: 'read', input: { file_path: 'süß.md' } },
  ],
  stopReason: 'tool_use',
  model: 'test-model',
  usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 },
};

function clientOf(server: ModelServer, options: Partial<ModelClientOptions> = {}) {
  return createModelClient({
    provider: () => ({ kind: 'anthropic', baseUrl: server.url, apiKey: 'sk-test', authToken: null }),
    maxRetries: 0,
    ...options,
  });
}

async function ask(script: Reply, change: Partial<ModelRequest> = {}) {
  await using server = await startModelServer({ script });
  const deltas: string[] = [];
  const reply = await clientOf(server).reply(modelRequest(change), (delta) => deltas.push(delta), AbortSignal.timeout(10_000));
  return { reply, deltas, request: server.requests[0] };
}

describe('a reply', () => {
  test('has the text and the tool calls of the stream, and its text arrives piece by piece', async () => {
    const { reply, deltas } = await ask(TWO_BLOCKS);
    expect(reply).toEqual(TWO_BLOCKS_REPLY);
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe('Grüße 👋 from the model');
  });

  test.each([
    ['in chunks of one byte, splitting characters', dripped(TWO_BLOCKS)],
    ['in chunks of 1000 bytes, joining events', dripped(TWO_BLOCKS, 1000)],
    ['compressed', gzipped(TWO_BLOCKS)],
    ['compressed, in chunks of one byte', dripped(gzipped(TWO_BLOCKS))],
    ['without the ends of its blocks', omitting(TWO_BLOCKS, 'content_block_stop')],
    ['with the ends of its blocks sent twice', repeating(TWO_BLOCKS, 'content_block_stop')],
    ['with pings and events nobody knows', inserting(TWO_BLOCKS, 3, { type: 'ping' }, { type: 'news', more: [1] })],
  ])('is the same when it comes %s', async (_how, script) => {
    expect((await ask(script)).reply).toEqual(TWO_BLOCKS_REPLY);
  });

  test('counts the tokens, cached ones apart', async () => {
    const { reply } = await ask(text('Hi', { inputTokens: 7, outputTokens: 3, cacheReadTokens: 100, cacheWriteTokens: 20 }));
    expect(reply.usage).toEqual({ inputTokens: 7, outputTokens: 3, cacheReadTokens: 100, cacheWriteTokens: 20 });
  });

  test('may hold ten megabytes in one piece', async () => {
    const long = 'x'.repeat(10_000_000);
    const { reply } = await ask(dripped({ ...text(''), edit: (events) => events.flatMap((event) => withText(event, long)) }, 65_536));
    expect(reply.content).toEqual([{ type: 'text', text: long }]);
  });
});

describe('a request', () => {
  const tool = { name: 'read', description: 'Reads', inputSchema: { type: 'object', properties: {} } };

  test('carries key, model, system prompt, conversation, tools and limit', async () => {
    const { request } = await ask(text('Hi'), { system: 'Be brief', tools: [tool] });
    expect(request?.path).toBe('/v1/messages');
    expect(request?.headers.authorization).toBe('Bearer sk-test');
    expect(request?.body).toEqual({
      model: 'test-model',
      max_tokens: 1000,
      stream: true,
      system: 'Be brief',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      tools: [{ name: 'read', description: 'Reads', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'auto' },
    });
  });

  test('forbids the use of tools that are sent only for the sake of the history', async () => {
    const { request } = await ask(text('Hi'), { tools: [tool], toolChoice: 'none' });
    expect(request?.body.tool_choice).toEqual({ type: 'none' });
  });

  test('leaves out an empty system prompt and an empty list of tools', async () => {
    const { request } = await ask(text('Hi'));
    expect(Object.keys(request?.body ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model', 'stream']);
  });

  test('goes where the provider of that moment says', async () => {
    await using first = await startModelServer({ script: text('first') });
    await using second = await startModelServer({ script: text('second') });
    let environment: Record<string, string> = { ANTHROPIC_BASE_URL: first.url };
    const client = createModelClient({ provider: () => providerFromEnvironment(environment) });
    const signal = AbortSignal.timeout(10_000);
    const one = await client.reply(modelRequest(), () => undefined, signal);
    environment = { ANTHROPIC_BASE_URL: second.url, ANTHROPIC_AUTH_TOKEN: 'token' };
    const two = await client.reply(modelRequest(), () => undefined, signal);
    expect([one.content[0]?.text, two.content[0]?.text]).toEqual(['first', 'second']);
    expect(second.requests[0]?.headers.authorization).toBe('Bearer token');
  });

  test('reuses the connections of those before', async () => {
    await using server = await startModelServer({ script: text('Hi') });
    const client = clientOf(server);
    for (let turn = 0; turn < 10; turn += 1) await client.reply(modelRequest(), () => undefined, AbortSignal.timeout(10_000));
    expect(server.requests).toHaveLength(10);
    expect(server.connections).toBeLessThan(4);
  });
});

function withText<E extends { readonly type: string }>(event: E, long: string) {
  if (event.type !== 'content_block_start') return [event];
  return [event, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: long } }];
}
