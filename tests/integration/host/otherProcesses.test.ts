import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import type { Subscribe } from '../../../electron/ipc/hostServices';
import { createClient } from '../../../shared/ipc/client';
import { contract } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { Machine } from '../cli/commandLine';

/** A host as a window has it, over the store that the terminal of that machine uses. */
async function openWindow(machine: Machine): Promise<Host> {
  const host = await createHost({ database: machine.database, workDir: machine.workDir, environment: {} });
  onTestFinished(() => host.close());
  return host;
}

function heard(subscribe: Subscribe) {
  const listener = vi.fn();
  onTestFinished(subscribe(listener));
  return listener;
}

const SOON = { timeout: 30_000, interval: 50 };
const WORKFLOW = { name: 'w', steps: [{ id: 'a', prompt: 'A', allowedTools: ['read'] }] };

test('what a terminal stores is told to whoever looks at lists in a window', async () => {
  using machine = new Machine();
  const { services } = await openWindow(machine);
  const listeners = [services.runs.onChange, services.sessions.onChange, services.workflows.onChange].map(heard);
  await machine.run('run', machine.write('w.json', WORKFLOW));
  await vi.waitFor(() => {
    for (const listener of listeners) expect(listener).toHaveBeenCalled();
    expect(services.runs.list({ search: '', limit: 10, offset: 0 }).runs).toMatchObject([{ status: 'completed' }]);
  }, SOON);
});

test('a run whose terminal was killed ends as interrupted in an open window, and its stream of events with it', async () => {
  await using server = await startModelServer({ script: { ...text(''), stallAfter: 0 } });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const { services, log } = await openWindow(machine);
  const listener = heard(services.runs.onChange);
  const terminal = machine.start('run', machine.write('w.json', WORKFLOW));
  terminal.stdout.resume();
  terminal.stderr.resume();
  const gone = once(terminal, 'exit');
  await vi.waitFor(() => expect(server.openRequests).toBe(1), SOON);
  const [run] = services.runs.list({ search: '', limit: 10, offset: 0 }).runs;
  expect(run?.status).toBe('running');

  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(services, 'browser'), theirs, { log });
  const types: string[] = [];
  const followed = (async () => {
    const stream = createClient(contract, ours).runs.events({ runId: run?.runId ?? '', after: 0 });
    for await (const batch of stream) types.push(...batch.map(({ type }) => type));
  })();
  terminal.kill('SIGKILL');
  await gone;
  listener.mockClear();
  await followed;
  expect(types).toContain('step.start');
  expect(services.runs.get(run?.runId ?? '')?.status).toBe('interrupted');
  await vi.waitFor(() => expect(listener).toHaveBeenCalled(), SOON);
});

test('what this process itself stores is not taken for another one’s', async () => {
  using machine = new Machine();
  const { services, store } = await openWindow(machine);
  expect(store.changedElsewhere()).toBe(false);
  await services.workflows.create({ name: 'mine', steps: [{ id: 'a', prompt: 'A' }] });
  expect(store.changedElsewhere()).toBe(false);
  await machine.run('run', machine.write('w.json', WORKFLOW));
  expect(store.changedElsewhere()).toBe(true);
  expect(store.changedElsewhere()).toBe(false);
});
