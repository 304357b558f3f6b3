import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { Carrier } from '../../../renderer/host/carrier';
import { connectHost, type HostConnection } from '../../../renderer/host/hostConnection';
import { contract, type StepgraphHandlers } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import type { Port } from '../../../shared/ipc/port';
import { serve } from '../../../shared/ipc/serve';
import { AppError } from '../../../shared/lib/appError';
import type { RunEvent } from '../../../shared/run/events';

let connection: HostConnection | undefined;
afterEach(() => connection?.close());

/** A host that can be cut off and come back. Only what a test needs of the contract is there. */
function flakyHost(handlers: { [domain: string]: object }) {
  const open = new Set<Port>();
  const state = { refusal: undefined as AppError | undefined, attempts: 0 };
  const carrier: Carrier = {
    async open() {
      state.attempts += 1;
      if (state.refusal) throw state.refusal;
      const [ours, theirs] = memoryPorts();
      serve(contract, handlers as unknown as StepgraphHandlers, theirs, { log: console });
      open.add(theirs);
      return ours;
    },
  };
  const cut = () => {
    for (const port of open) port.close();
    open.clear();
  };
  return { carrier, state, cut };
}

const lost = new AppError('DISCONNECTED', 'Nobody answers.');

function connect(carrier: Carrier): HostConnection {
  connection = connectHost(carrier, [0]);
  return connection;
}

test('calls made before there is a connection wait for it', async () => {
  const host = flakyHost({ workflows: { list: () => [] } });
  const { client, state } = connect(host.carrier);
  const list = client.workflows.list({});
  expect(state()).toBe('connecting');
  expect(await list).toEqual([]);
  expect(state()).toBe('connected');
});

test('a lost connection is tried again until there is one, and listeners hear of both', async () => {
  const host = flakyHost({ workflows: { list: () => [] } });
  const { client, state, subscribe } = connect(host.carrier);
  await client.workflows.list({});
  const states: string[] = [];
  subscribe(() => states.push(state()));
  host.state.refusal = lost;
  host.cut();
  await expect.poll(() => host.state.attempts).toBeGreaterThan(3);
  host.state.refusal = undefined;
  expect(await client.workflows.list({})).toEqual([]);
  expect(new Set(states)).toEqual(new Set(['lost', 'connected']));
  expect(states.at(-1)).toBe('connected');
});

test('a query under way when the connection is lost is asked again; a command is not', async () => {
  let calls = 0;
  const answer = Promise.withResolvers<never[]>();
  const pending = () => {
    calls += 1;
    return answer.promise;
  };
  const host = flakyHost({ workflows: { list: pending }, runs: { stop: pending } });
  const { client } = connect(host.carrier);
  const query = client.workflows.list({});
  const command = expect(client.runs.stop({ runId: 'r' })).rejects.toMatchObject({ code: 'DISCONNECTED' });
  await expect.poll(() => calls).toBe(2);
  host.cut();
  await command;
  await expect.poll(() => calls).toBe(3);
  answer.resolve([]);
  expect(await query).toEqual([]);
});

test('the events of a run go on after a loss: none is missed, none comes twice', async () => {
  const host = flakyHost({
    runs: {
      async *events({ after }: { after: number }) {
        for (let seq = after + 1; seq <= 60; seq += 1) {
          yield [{ seq, type: 'step.text' }];
          await nextTurn();
        }
      },
    },
  });
  const { client } = connect(host.carrier);
  const seen: number[] = [];
  for await (const events of client.runs.events({ runId: 'r', after: 5 })) {
    seen.push(...events.map((event: RunEvent) => event.seq));
    if (seen.length % 20 === 0) host.cut();
  }
  expect(seen).toEqual(Array.from({ length: 55 }, (_, index) => index + 6));
});

test('a stream of changes starts anew after a loss, so that nothing that happened meanwhile is overlooked', async () => {
  let starts = 0;
  const host = flakyHost({
    runs: {
      async *changes(_: unknown, signal: AbortSignal) {
        starts += 1;
        yield { at: String(starts) };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    },
  });
  const { client } = connect(host.carrier);
  const changes = client.runs.changes({})[Symbol.asyncIterator]();
  expect((await changes.next()).value).toEqual({ at: '1' });
  const next = changes.next();
  host.cut();
  expect((await next).value).toEqual({ at: '2' });
  await changes.return?.();
});

test('a stream that is a command is not opened again after a loss: nobody knows how far it came', async () => {
  let sent = 0;
  const host = flakyHost({
    sessions: {
      async *send(_: unknown, signal: AbortSignal) {
        sent += 1;
        yield { type: 'text', delta: 'I am' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    },
  });
  const { client } = connect(host.carrier);
  const turn = client.sessions.send({ id: 's', text: 'Go' })[Symbol.asyncIterator]();
  await turn.next();
  const next = expect(turn.next()).rejects.toMatchObject({ code: 'DISCONNECTED' });
  host.cut();
  await next;
  await expect.poll(() => host.state.attempts).toBe(2);
  expect(sent).toBe(1);
});

test('an error of the host ends a stream and is not taken for a loss', async () => {
  const host = flakyHost({
    runs: {
      // biome-ignore lint/correctness/useYield: fails before its first item
      async *events() {
        throw new AppError('NOT_FOUND', 'There is no such run.');
      },
    },
  });
  const { client } = connect(host.carrier);
  await expect(client.runs.events({ runId: 'r' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(host.state.attempts).toBe(1);
});

test('a refused token is final: it is not tried again, calls fail at once and say why', async () => {
  const host = flakyHost({});
  host.state.refusal = new AppError('UNAUTHORIZED', 'Open the new address.');
  const { client, state, error } = connect(host.carrier);
  await expect(client.workflows.list({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect([state(), error()?.message, host.state.attempts]).toEqual(['lost', 'Open the new address.', 1]);
});

test('a call that waits for a connection can be given up', async () => {
  const host = flakyHost({});
  host.state.refusal = lost;
  const { client } = connect(host.carrier);
  const abort = new AbortController();
  const call = expect(client.workflows.list({}, abort.signal)).rejects.toMatchObject({ code: 'ABORTED' });
  abort.abort();
  await call;
});

test('closing gives up what waits and tries nothing any more', async () => {
  vi.useFakeTimers();
  try {
    const host = flakyHost({});
    host.state.refusal = lost;
    const opened = connect(host.carrier);
    const call = expect(opened.client.workflows.list({})).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await vi.advanceTimersByTimeAsync(10);
    opened.close();
    await call;
    const { attempts } = host.state;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.state.attempts).toBe(attempts);
  } finally {
    vi.useRealTimers();
  }
});
