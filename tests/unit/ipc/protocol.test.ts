import { expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../../shared/ipc/client';
import { type Handlers, of, query } from '../../../shared/ipc/define';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import type { Port } from '../../../shared/ipc/port';
import { serve } from '../../../shared/ipc/serve';

const contract = { toy: { hang: query(z.object({}), of<null>()), ping: query(z.object({}), of<string>()) } };
const handlers: Handlers<typeof contract> = { toy: { hang: () => new Promise(() => {}), ping: () => 'pong' } };
const log = { error: () => {} };

/** All that the other end says, one after the other. */
function listen(port: Port) {
  const heard: unknown[] = [];
  let isClosed = false;
  port.onMessage((message) => heard.push(message));
  port.onClose(() => {
    isClosed = true;
  });
  return { heard, isClosed: () => isClosed };
}

test('a window that is older or newer than its host is told to reload', async () => {
  const [ours, theirs] = memoryPorts();
  theirs.onMessage(() => theirs.send({ kind: 'hello', version: 2 }));
  await expect(createClient(contract, ours).toy.ping({})).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a host greets a caller of another version, and does nothing for it', async () => {
  const [ours, theirs] = memoryPorts();
  serve(contract, handlers, theirs, { log });
  const { heard, isClosed } = listen(ours);
  ours.send({ kind: 'hello', version: 2 });
  ours.send({ kind: 'call', id: 1, path: 'toy.ping', input: {} });
  await expect.poll(isClosed).toBe(true);
  expect(heard).toEqual([{ kind: 'hello', version: 1 }]);
});

test('what is no Stepgraph host is left', async () => {
  const [ours, theirs] = memoryPorts();
  const { isClosed } = listen(theirs);
  theirs.onMessage(() => theirs.send({ welcome: 'to another program' }));
  await expect(createClient(contract, ours).toy.ping({})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  await expect.poll(isClosed).toBe(true);
});

test('one caller cannot have more than a thousand calls under way', async () => {
  const [ours, theirs] = memoryPorts();
  serve(contract, handlers, theirs, { log });
  const client = createClient(contract, ours);
  const abort = new AbortController();
  const hanging = Array.from({ length: 1000 }, () => client.toy.hang({}, abort.signal));
  await expect(client.toy.ping({})).rejects.toMatchObject({ code: 'BUSY' });
  abort.abort();
  await Promise.allSettled(hanging);
  expect(await client.toy.ping({})).toBe('pong');
});

test('answers to what was given up are ignored, and nothing is kept of them', async () => {
  const [ours, theirs] = memoryPorts();
  const { heard } = listen(theirs);
  const client = createClient(contract, ours);
  theirs.send({ kind: 'hello', version: 1 });
  const abort = new AbortController();
  const given = client.toy.ping({}, abort.signal).catch((error: Error) => error);
  abort.abort();
  await given;
  theirs.send({ kind: 'result', id: 1, value: 'late' });
  theirs.send({ kind: 'result', id: 77, value: 'never asked' });
  const next = client.toy.ping({});
  theirs.send({ kind: 'result', id: 2, value: 'pong' });
  expect(await next).toBe('pong');
  expect(heard.map((message) => (message as { kind: string }).kind)).toEqual(['hello', 'call', 'cancel', 'call']);
});
