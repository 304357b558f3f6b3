import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFaultHost } from '../../../support/faultWorkerHost';
import { type ModelServer, startModelServer } from '../../../support/modelServer/modelServer';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { shapeScript } from '../../durability/shapes';
import { ordersIn } from '../../durability/world';
import { hasGaps, outcomeOf } from '../../durability/wreck';
import { findingsIn, withDatabase } from './fileState';
import { plain, type RecordedStore, recordStore, textsOf } from './recordStore';

const STORES = path.resolve('tests', 'fixtures', 'stores');
/** `STEPGRAPH_RECORD=0.2.0` keeps a store of this version for all versions to come. */
const NEW_RECORD = process.env.STEPGRAPH_RECORD;
const NAMES = readdirSync(STORES).flatMap((file) => (file.endsWith('.json.gz') ? [file.slice(0, -'.json.gz'.length)] : []));

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ script: shapeScript });
});
afterAll(() => server.close());

describe('a store that an earlier version left (F18)', () => {
  it.runIf(NEW_RECORD)('is recorded', () => recordStore(STORES, NEW_RECORD ?? ''));

  it('is there from the first version of the schema on', () => {
    expect(NAMES.map((name) => recorded(name).schema)).toContain(1);
  });

  it.each(NAMES)('%s opens with all that was in it, and its run goes on to the recorded result', async (name) => {
    const { finished, interrupted, session, workflow } = recorded(name);
    using folder = temporaryFolder();
    const orders = ordersIn(folder.path, server, `recorded-${name}`);
    writeFileSync(orders.database, unpacked(`${name}.db.gz`));
    const host = await openFaultHost(orders);
    try {
      const { store, sessions, runs } = host;
      const said = () => textsOf(store.sessions.conversation(store.sessions.get(session.id)?.headId ?? null));
      expect(plain(store.events.events(finished.runId, 0))).toEqual(finished.events);
      expect(plain(outcomeOf(host, finished.runId))).toMatchObject(Object(finished.outcome));
      expect(plain(store.workflows.get(workflow.id)?.definition)).toEqual(workflow.definition);
      expect(said()).toEqual(session.texts);
      await sessions.checkpoints.restore(session.id, session.checkpointId);
      expect(said()).toEqual(session.textsThere);

      expect(store.runs.get(interrupted.runId)?.status).toBe('interrupted');
      await (await runs.resume(interrupted.runId)).result;
      expect(plain(outcomeOf(host, interrupted.runId))).toMatchObject(Object(finished.outcome));
      expect(hasGaps(store.events.events(interrupted.runId, 0))).toBe(false);
      expect(withDatabase(orders.database, findingsIn)).toEqual([]);
    } finally {
      await host.close();
    }
  });
});

function recorded(name: string): RecordedStore {
  return JSON.parse(unpacked(`${name}.json.gz`).toString()) as RecordedStore;
}

function unpacked(file: string): Buffer {
  return gunzipSync(readFileSync(path.join(STORES, file)));
}
