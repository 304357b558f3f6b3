import Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFold } from '../../../electron/model/messageFold';
import { eventText, streamEvents } from '../../../electron/model/rehearsal/messageStream';
import type { ContentBlock } from '../../../shared/session/session';

const USAGE = { inputTokens: 3, outputTokens: 4, cacheReadTokens: 5, cacheWriteTokens: 6 };

/** Text that is not blank; a blank one is dropped, as its own test says. */
const someText = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');

const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  someText.map((text): ContentBlock => ({ type: 'text', text })),
  fc
    .record({ name: fc.constantFrom('read', 'write'), input: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })) })
    // Through JSON once, for it has no -0 and no odd prototypes.
    .map(({ name, input }): ContentBlock => ({ type: 'tool_use', id: 'toolu_1', name, input: JSON.parse(JSON.stringify(input)) })),
  someText.map((thinking): ContentBlock => ({ type: 'thinking', thinking, signature: 'c2ln' })),
  fc.constant<ContentBlock>({ type: 'redacted_thinking', data: 'ZGF0YQ==' }),
);

const splitter = fc
  .integer({ min: 1, max: 9 })
  .map((length) => (text: string) => text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? []);

function messageOf(content: readonly ContentBlock[]) {
  return { id: 'msg_1', model: 'some-model', content, stopReason: 'end_turn', usage: USAGE };
}

function folded(events: readonly unknown[], onText: (delta: string) => void = () => undefined) {
  const fold = new MessageFold('asked-model', onText);
  for (const event of events) fold.push(event);
  return fold.finish({ isEventStream: true });
}

const events = (...content: ContentBlock[]) => streamEvents(messageOf(content), (text) => [text]);

describe('folding a streamed message', () => {
  test('gives back the message, whatever its blocks and however it is cut', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), splitter, (content, split) => {
        expect(folded(streamEvents(messageOf(content), split))).toEqual({
          content,
          stopReason: 'end_turn',
          model: 'some-model',
          usage: USAGE,
        });
      }),
    );
  });

  test('agrees with the SDK’s own reading of the stream', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 4 }), splitter, async (content, split) => {
        const body = streamEvents(messageOf(content), split).map(eventText).join('');
        const client = new Anthropic({
          apiKey: 'key',
          logLevel: 'off',
          fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
        });
        const theirs = await client.messages
          .stream({ model: 'some-model', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] })
          .finalMessage();
        expect(folded(streamEvents(messageOf(content), split)).content).toEqual(theirs.content);
      }),
      { numRuns: 30 },
    );
  });

  test('uses nothing of a message that stops early, wherever that is', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), splitter, fc.double({ min: 0, max: 0.999, noNaN: true }), (content, split, part) => {
        const all = streamEvents(messageOf(content), split);
        expect(() => folded(all.slice(0, Math.floor(all.length * part)))).toThrow(expect.objectContaining({ code: 'NETWORK' }));
      }),
    );
  });

  test('hands over text as it comes, and no thoughts or tool inputs', () => {
    const deltas: string[] = [];
    const content: ContentBlock[] = [
      { type: 'thinking', thinking: 'hmm', signature: 's' },
      { type: 'text', text: 'one' },
      { type: 'tool_use', id: 't', name: 'read', input: { file_path: 'a' } },
    ];
    folded(
      streamEvents(messageOf(content), (text) => [...text]),
      (delta) => deltas.push(delta),
    );
    expect(deltas).toEqual(['o', 'n', 'e']);
  });

  test('drops blank text, which no server takes back', () => {
    expect(folded(events({ type: 'text', text: ' \n' }, { type: 'text', text: 'a' })).content).toEqual([{ type: 'text', text: 'a' }]);
  });

  test('keeps blocks it does not know as they are', () => {
    const unknown: ContentBlock = { type: 'dream', about: ['sheep'] };
    expect(folded(events(unknown)).content).toEqual([unknown]);
  });

  test('takes a tool call without any input as one with an empty input', () => {
    const call: ContentBlock = { type: 'tool_use', id: 't', name: 'list', input: {} };
    const silent = events(call).filter((event) => event.type !== 'content_block_delta');
    expect(folded(silent).content).toEqual([call]);
  });

  test('shows a call that the output limit cut off, without the half of its input', () => {
    const call: ContentBlock = { type: 'tool_use', id: 't', name: 'write', input: { content: 'long' } };
    const message = { ...messageOf([call]), stopReason: 'max_tokens' };
    const cut = streamEvents(message, (text) => [text.slice(0, 8)]);
    expect(folded(cut)).toMatchObject({ content: [{ ...call, input: {} }], stopReason: 'max_tokens' });
  });

  test('ignores whatever follows the end of the message', () => {
    const late = [
      ...events({ type: 'text', text: 'a' }),
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'b' } },
    ];
    expect(folded(late).content).toEqual([{ type: 'text', text: 'a' }]);
  });

  const delta = { type: 'text_delta', text: 'b' };
  test.each([
    ['no place', { delta }],
    ['a place before the first', { index: -1, delta }],
    ['half a place', { index: 0.5, delta }],
    ['a place in words', { index: '0', delta }],
    ['nothing in it', { index: 0 }],
    ['null in it', { index: 0, delta: null }],
    ['a text in place of an object', { index: 0, delta: 'b' }],
    ['text that is none', { index: 0, delta: { ...delta, text: 7 } }],
    ['input that is no text', { index: 0, delta: { type: 'input_json_delta', partial_json: {} } }],
    ['a kind that is none', { index: 0, delta: { ...delta, type: 7 } }],
  ])('refuses a piece with %s', (_case, piece) => {
    const [start, open] = events({ type: 'text', text: 'a' });
    expect(() => folded([start, open, { type: 'content_block_delta', ...piece }])).toThrow(
      expect.objectContaining({ code: 'BAD_RESPONSE' }),
    );
  });

  test('takes pieces with more in them than is understood', () => {
    const [start, open, _piece, ...rest] = events({ type: 'text', text: 'a' });
    const pieces = [
      { type: 'content_block_delta', index: 0, delta, logprobs: [1] },
      { type: 'content_block_delta', index: 0, delta: { ...delta, logprobs: [1] } },
      { type: 'content_block_delta', index: 0, delta: { type: 'dream_delta', dream: 'sheep' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', partial_json: 'x' } },
    ];
    expect(folded([start, open, ...pieces, ...rest]).content).toEqual([{ type: 'text', text: 'bb' }]);
  });

  test('collects citations', () => {
    const [start, open, ...rest] = events({ type: 'text', text: 'a' });
    const cited = { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation: { cited_text: 'x' } } };
    expect(folded([start, open, cited, ...rest].filter((event) => event !== undefined)).content).toEqual([
      { type: 'text', text: 'a', citations: [{ cited_text: 'x' }] },
    ]);
  });

  test('names the model that was asked for when the server does not say which one answered', () => {
    const anonymous = events({ type: 'text', text: 'a' }).map((event) =>
      event.type === 'message_start' ? { ...event, message: {} } : event,
    );
    expect(folded(anonymous).model).toBe('asked-model');
  });

  test('says who answers and what has been counted as soon as the server does', () => {
    const told: unknown[] = [];
    const fold = new MessageFold(
      'asked-model',
      () => undefined,
      (soFar) => told.push(soFar),
    );
    for (const event of events({ type: 'text', text: 'a' })) fold.push(event);
    expect(told).toEqual([
      { model: 'some-model', usage: { ...USAGE, outputTokens: expect.any(Number) } },
      { model: 'some-model', usage: USAGE },
    ]);
  });
});
