import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import type { Host } from '../../../../electron/host/createHost';
import type { Json } from '../../../../shared/lib/json';
import type { Message } from '../../../../shared/session/session';
import { openFaultHost } from '../../../support/faultWorkerHost';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { SHAPES } from '../../durability/shapes';
import { buildWorld, definitionOf, ordersIn } from '../../durability/world';
import { outcomeOf } from '../../durability/wreck';

/** A store as it was left by a process that was killed, and what was in it, told by the version that wrote it. */
export type RecordedStore = {
  readonly schema: number;
  /** A run that nobody disturbed: every event of it, and what came of it. */
  readonly finished: { readonly runId: string; readonly events: Json; readonly outcome: Json };
  /** The same workflow, killed on the way. */
  readonly interrupted: { readonly runId: string };
  readonly session: {
    readonly id: string;
    readonly texts: readonly string[];
    readonly checkpointId: string;
    readonly textsThere: readonly string[];
  };
  readonly workflow: { readonly id: string; readonly definition: Json };
};

const SHAPE = SHAPES.find(({ name }) => name === 'agents side by side') ?? SHAPES[0];
/** A folder that there is wherever the run is taken up again. */
const ANYWHERE = '/';
/** Both agents have used tools by then, and neither is done. */
const LAST_REQUEST = 6;

/** Writes `<folder>/<name>.db.gz` and `<name>.json.gz`. */
export async function recordStore(folder: string, name: string): Promise<void> {
  await using world = await buildWorld();
  using work = temporaryFolder();
  const orders = { ...ordersIn(work.path, world.server, 'recorded'), workDir: ANYWHERE };
  const host = await openFaultHost(orders);
  const { runId, result } = await host.runs.start({ definition: SHAPE.definition, permissionMode: 'bypassPermissions' });
  await result;
  const finished = { runId, events: plain(host.store.events.events(runId, 0)), outcome: plain(outcomeOf(host, runId)) };
  const session = await recordSession(host);
  const { id, definition } = await host.store.workflows.create(SHAPE.definition);
  await host.close();

  const worker = world.workers.start({ ...orders, job: definitionOf(SHAPE), kill: { point: 'request', time: LAST_REQUEST } });
  const interrupted = { runId: await worker.said('accepted') };
  await worker.ended;
  const db = new Database(orders.database);
  const schema = Number(db.pragma('user_version', { simple: true }));
  db.close(); // takes what the log holds into the file
  const recorded: RecordedStore = { schema, finished, interrupted, session, workflow: { id, definition: plain(definition) } };
  writeFileSync(path.join(folder, `${name}.db.gz`), gzipSync(readFileSync(orders.database), { level: 9 }));
  writeFileSync(path.join(folder, `${name}.json.gz`), gzipSync(JSON.stringify(recorded), { level: 9 }));
}

/** A conversation with a checkpoint, after which it went on. */
async function recordSession({ sessions, store }: Host): Promise<RecordedStore['session']> {
  const texts = (id: string) => textsOf(store.sessions.conversation(store.sessions.get(id)?.headId ?? null));
  const { id } = await sessions.create({
    title: 'Recorded',
    settings: {
      model: null,
      systemPrompt: 'Be brief.',
      mode: 'react',
      workDir: ANYWHERE,
      permissionMode: 'default',
      maxTurns: 5,
      provider: 'anthropic',
    },
  });
  await sessions.send(id, 'answer first');
  const { id: checkpointId } = await sessions.checkpoints.save(id, 'after the first');
  const textsThere = texts(id);
  await sessions.send(id, 'answer second');
  return { id, texts: texts(id), checkpointId, textsThere };
}

export function textsOf(conversation: readonly Message[]): string[] {
  return conversation.map(({ content }) => JSON.stringify(content));
}

/** As JSON holds it. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
