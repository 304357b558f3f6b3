import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { guardStalls } from '../../../electron/model/stallGuard';

const STALL_MS = 30;

/** An answer of these pieces that then falls silent, and whether the server was told that nobody reads on. */
async function answer(status: number, type: string, ...pieces: readonly string[]) {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => pieces.forEach((piece) => void controller.enqueue(new TextEncoder().encode(piece))),
    cancel,
  });
  const fetch = guardStalls(async () => new Response(body, { status, headers: { 'content-type': type } }), STALL_MS);
  return { response: await fetch('http://127.0.0.1'), cancel };
}

async function* textsOf(response: Response): AsyncGenerator<string, void> {
  if (!response.body) throw new Error('the answer has no body');
  for await (const piece of response.body) yield new TextDecoder().decode(piece);
}

const EVENTS = 'text/event-stream; charset=utf-8';

test.each([
  ['an event stream', 200, EVENTS],
  ['any other answer', 200, 'application/json'],
  ['an error', 500, EVENTS],
])('%s that falls silent is a time-out, and is not waited for any longer', async (_what, status, type) => {
  const { response, cancel } = await answer(status, type, 'a');
  const seen: string[] = [];
  const reading = (async () => {
    for await (const text of textsOf(response)) seen.push(text);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(seen).toEqual(['a']);
  await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
});

test('who leaves in the middle of an event stream ends it', async () => {
  const { response, cancel } = await answer(200, EVENTS, 'a', 'b');
  for await (const _text of textsOf(response)) break;
  expect(cancel).toHaveBeenCalledOnce();
});

test('a reader who takes longer than the server may is no time-out', async () => {
  const { response, cancel } = await answer(200, EVENTS, 'a', 'b', 'c');
  const seen: string[] = [];
  for await (const text of textsOf(response)) {
    seen.push(text);
    await delay(3 * STALL_MS);
    expect(cancel).not.toHaveBeenCalled();
    if (text === 'c') break;
  }
  expect(seen).toEqual(['a', 'b', 'c']);
});
