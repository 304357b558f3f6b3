import { join } from 'node:path';
import { z } from 'zod';
import { openFaultHost } from '../../support/faultWorkerHost';
import { KILL_POINTS, type Orders } from '../../support/faultWorkerOrders';
import { buildFaultWorkers, type FaultWorkers } from '../../support/faultWorkerProcess';
import { type ModelServer, type RecordedRequest, startModelServer } from '../../support/modelServer/modelServer';
import { temporaryFolder } from '../../support/temporaryFolder';
import type { Life } from './killPlan';
import { SHAPES, type Shape, shapeScript } from './shapes';
import { type Outcome, outcomeOf } from './wreck';

/** What all killed runs share: the built worker, one model server, and how each shape runs when nobody disturbs it. */
export type World = {
  readonly workers: FaultWorkers;
  readonly server: ModelServer;
  readonly undisturbed: ReadonlyMap<Shape, Undisturbed>;
  /** Calls `hear` with each request of the runs of this key, before it is answered. */
  onRequest(key: string, hear: () => void): void;
  [Symbol.asyncDispose](): Promise<void>;
};

export type Undisturbed = Life & { readonly outcome: Outcome };

/** The path of a request says which run it belongs to. */
export const serverPath = (key: string): string => `/run/${key}`;
export const isOf = (key: string, { path }: RecordedRequest): boolean => path.startsWith(`${serverPath(key)}/`);

export async function buildWorld(): Promise<World> {
  const listeners = new Map<string, () => void>();
  const workers = await buildFaultWorkers();
  const server = await startModelServer({
    script(request) {
      for (const [key, hear] of listeners) if (isOf(key, request)) hear();
      return shapeScript(request);
    },
  });
  const undisturbed = new Map<Shape, Undisturbed>();
  for (const shape of SHAPES) undisturbed.set(shape, await runInPeace(shape, workers, server));
  return {
    workers,
    server,
    undisturbed,
    onRequest: (key, hear) => listeners.set(key, hear),
    async [Symbol.asyncDispose]() {
      workers[Symbol.dispose]();
      await server.close();
    },
  };
}

export function ordersIn(folder: string, server: ModelServer, key: string): Omit<Orders, 'job'> {
  return {
    database: join(folder, 'stepgraph.db'),
    modelServer: `${server.url}${serverPath(key)}`,
    workDir: folder,
    effects: join(folder, 'effects'),
  };
}

/** A definition is plain JSON. */
export function definitionOf(shape: Shape): Orders['job'] {
  return { definition: z.record(z.string(), z.json()).parse(shape.definition) };
}

const timesPassed = z.partialRecord(z.enum(KILL_POINTS), z.number());

async function runInPeace(shape: Shape, workers: FaultWorkers, server: ModelServer): Promise<Undisturbed> {
  using folder = temporaryFolder();
  const orders = ordersIn(folder.path, server, `in-peace-${shape.name.replaceAll(' ', '-')}`);
  const born = performance.now();
  const worker = workers.start({ ...orders, job: definitionOf(shape) });
  await worker.said('ready');
  const ready = performance.now();
  const passed = timesPassed.parse(JSON.parse(await worker.said('passed')));
  const runMs = performance.now() - ready;
  await worker.ended;
  const host = await openFaultHost(orders);
  try {
    const outcome = outcomeOf(host, worker.heard('accepted') ?? '');
    return {
      outcome,
      openMs: ready - born,
      runMs,
      passed: new Map(KILL_POINTS.flatMap((point) => (passed[point] ? [[point, passed[point]]] : []))),
    };
  } finally {
    await host.close();
  }
}
