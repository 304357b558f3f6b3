import { describe, expect, test } from 'vitest';
import { endingAfter, failingAfter, inserting, malformed, omitting, webPage } from '../../support/modelServer/faults';
import { message, type Reply, text, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import { expectNoUnhandledRejections, failureOf, TWO_BLOCKS } from './failureOf';

expectNoUnhandledRejections();

describe('an answer that is not the Messages API is a bad response', () => {
  const late = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'late' } };
  test.each([
    ['a web page', webPage()],
    ['success without content, as with status 204', { ...webPage(204), body: '' }],
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

/** The last piece of the tool's input never comes, yet the message ends in good order. */
function omittingLastPiece(reply: Reply): Reply {
  return {
    ...reply,
    edit: (events) =>
      events.filter((event, at) => !(event.type === 'content_block_delta' && events[at + 1]?.type === 'content_block_stop')),
  };
}
