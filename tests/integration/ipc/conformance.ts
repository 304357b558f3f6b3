import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../shared/ipc/client';
import type { Client } from '../../../shared/ipc/define';
import type { Port } from '../../../shared/ipc/port';
import { STREAM_WINDOW } from '../../../shared/ipc/protocol';
import { serve } from '../../../shared/ipc/serve';
import { type ToyContract, toyContract, toyHost } from './toyContract';

export type CarrierUnderTest = { readonly caller: Port; readonly host: Port; close(): Promise<void> | void };

/** What every carrier promises, whatever it is made of. */
export function describeCarrier(name: string, open: () => Promise<CarrierUnderTest>): void {
  describe(`the contract over ${name}`, () => {
    const opened: CarrierUnderTest[] = [];
    afterEach(async () => {
      for (const carrier of opened.splice(0)) await carrier.close();
    });

    async function start() {
      const carrier = await open();
      opened.push(carrier);
      const host = toyHost();
      serve(toyContract, host.handlers, carrier.host, { log: host.log });
      const client: Client<ToyContract> = createClient(toyContract, carrier.caller);
      return { ...carrier, ...host, client };
    }

    test('a result comes back as it was given', async () => {
      const { client } = await start();
      const value = { text: 'ü → 🦜 \u2028 \u0000', nested: [null, true, 1.5, { deep: [] }], empty: '' };
      expect(await client.toy.echo({ value })).toEqual({ value });
    });

    test('many calls at once each get their own answer', async () => {
      const { client } = await start();
      const values = Array.from({ length: 500 }, (_, index) => index);
      expect(await Promise.all(values.map((value) => client.toy.echo({ value })))).toEqual(values.map((value) => ({ value })));
    });

    test('an expected error keeps its code, sentence and details', async () => {
      const { client, seen } = await start();
      await expect(client.toy.fail({ how: 'expected' })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: 'Someone was faster.',
        details: { revision: 7 },
      });
      expect(seen.logged).toEqual([]);
    });

    test('a bug tells the caller nothing and the log everything', async () => {
      const { client, seen } = await start();
      const error = await client.toy.fail({ how: 'bug' }).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: 'INTERNAL', details: undefined });
      expect(JSON.stringify([error, String(error)])).not.toContain('secret');
      expect(seen.logged).toEqual([['toy.fail failed', expect.objectContaining({ message: 'secret detail' })]]);
    });

    test('an answer that cannot be sent is a bug of the host, and the connection lives on', async () => {
      const { client, seen } = await start();
      await expect(client.toy.fail({ how: 'unsendable' })).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(seen.logged).toHaveLength(1);
      expect(await client.toy.echo({ value: 1 })).toEqual({ value: 1 });
    });

    test('a wrong input is refused with the place of every fault', async () => {
      const { client } = await start();
      const wrong = { to: 'many', after: null } as unknown as { to: number };
      const read = client.toy.count(wrong)[Symbol.asyncIterator]().next();
      await expect(read).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: [expect.objectContaining({ path: ['to'] }), expect.objectContaining({ path: ['after'] })],
      });
    });

    test.each(['toy.nothing', 'nothing.at', '__proto__.constructor', 'toy.__proto__', 'toy.constructor', 'toString', ''])(
      'there is no call named %j',
      async (path) => {
        const { caller } = await start();
        const answers = collect(caller);
        caller.send({ kind: 'call', id: 1, path, input: {} });
        expect(await answers.until((message) => message.kind === 'error')).toMatchObject({ id: 1, error: { code: 'NOT_FOUND' } });
      },
    );

    test.each([
      ['no message', { kind: 'surprise' }],
      ['not even an object', 'hello'],
      ['an id that is no number', { kind: 'call', id: '1', path: 'toy.echo', input: {} }],
    ])('who sends %s is hung up on', async (_, message) => {
      const { caller, client } = await start();
      await client.toy.echo({ value: 1 });
      const pending = expect(client.toy.hang({})).rejects.toMatchObject({ code: 'DISCONNECTED' });
      caller.send(message);
      await pending;
    });

    test('a key named __proto__ is refused, however deep, and changes no prototype', async () => {
      const { caller, client } = await start();
      await client.toy.echo({ value: 1 });
      const answers = collect(caller);
      const inputs = ['{"value":1,"__proto__":{"polluted":true}}', '{"value":{"params":[{"__proto__":{"polluted":true}}]}}'];
      for (const [index, input] of inputs.entries()) {
        caller.send({ kind: 'call', id: 900 + index, path: 'toy.echo', input: JSON.parse(input) });
        expect(await answers.until((message) => message.id === 900 + index)).toMatchObject({
          kind: 'error',
          error: { code: 'INVALID_INPUT' },
        });
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    test('ten thousand items arrive whole and in order', async () => {
      const { client } = await start();
      const items: number[] = [];
      for await (const item of client.toy.count({ to: 10_000 })) items.push(item);
      expect(items).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    });

    test('a stream continues from where its reader says', async () => {
      const { client } = await start();
      const items: number[] = [];
      for await (const item of client.toy.count({ to: 5, after: 3 })) items.push(item);
      expect(items).toEqual([4, 5]);
    });

    test('a slow reader holds up the host instead of filling its memory, and is let go when it leaves', async () => {
      const { client, seen } = await start();
      const items = client.toy.count({ to: 100_000 })[Symbol.asyncIterator]();
      await items.next();
      for (let turn = 0; turn < 20; turn += 1) {
        await nextTurn();
        await client.toy.echo({ value: turn });
      }
      expect(seen.produced).toBeLessThanOrEqual(2 * STREAM_WINDOW);
      expect(seen.streamsEnded).toBe(0);
      await items.return?.();
      await expect.poll(() => seen.streamsEnded).toBe(1);
    });

    test('an error in a stream comes after the items before it', async () => {
      const { client } = await start();
      const items: number[] = [];
      const read = async () => {
        for await (const item of client.toy.failAfter({ items: 3 })) items.push(item);
      };
      await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(items).toEqual([1, 2, 3]);
    });

    test('leaving a stream cancels it on the host', async () => {
      const { client, seen } = await start();
      for await (const _ of client.toy.tick({})) break;
      await expect.poll(() => seen.aborted).toEqual(['tick']);
    });

    test('an aborted signal cancels a call and a stream, on both sides', async () => {
      const { client, seen } = await start();
      const abort = new AbortController();
      const call = client.toy.hang({}, abort.signal);
      const items = client.toy.tick({}, abort.signal)[Symbol.asyncIterator]();
      await items.next();
      const next = items.next();
      abort.abort();
      await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
      await expect(next).rejects.toMatchObject({ code: 'ABORTED' });
      await expect.poll(() => seen.aborted.toSorted()).toEqual(['hang', 'tick']);
    });

    test('a signal that is aborted already calls nothing', async () => {
      const { client } = await start();
      await expect(client.toy.echo({ value: 1 }, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    });

    test('closing rejects all that is pending and aborts it on the host', async () => {
      const { client, host, seen } = await start();
      const call = expect(client.toy.hang({})).rejects.toMatchObject({ code: 'DISCONNECTED' });
      const items = client.toy.tick({})[Symbol.asyncIterator]();
      await items.next();
      const next = expect(items.next()).rejects.toMatchObject({ code: 'DISCONNECTED' });
      host.close();
      await Promise.all([call, next]);
      await expect(client.toy.echo({ value: 1 })).rejects.toMatchObject({ code: 'DISCONNECTED' });
      await expect.poll(() => seen.aborted.toSorted()).toEqual(['hang', 'tick']);
    });

    test('eight megabytes travel both ways', async () => {
      const { client } = await start();
      const value = 'ä'.repeat(4 * 1024 * 1024);
      expect((await client.toy.echo({ value })).value).toBe(value);
    });
  });
}

type Answer = { readonly kind: string; readonly id?: number };

/** Takes the place of the client on its own port. */
function collect(port: Port) {
  const answers: Answer[] = [];
  port.onMessage((message) => answers.push(message as Answer));
  return {
    async until(isWanted: (answer: Answer) => boolean): Promise<Answer | undefined> {
      await expect.poll(() => answers.some(isWanted)).toBe(true);
      return answers.find(isWanted);
    },
  };
}
