import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createClient } from '../../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import { isAppError } from '../../../shared/lib/appError';
import { nameSchema } from '../../../shared/session/title';
import { temporaryFolder } from '../../support/temporaryFolder';

/** What breaks out of text where a query, a path, a pattern or a page is put together by hand. */
const SEEDS = [
  "'",
  '"',
  '`',
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; DROP TABLE runs; --",
  "'; DELETE FROM sessions; --",
  "'); INSERT INTO runs VALUES ('x'); --",
  "' UNION SELECT * FROM sqlite_master --",
  "' UNION SELECT value FROM settings --",
  "x' AND (SELECT count(*) FROM runs) > 0 --",
  '1; PRAGMA writable_schema=ON',
  "'; ATTACH DATABASE '/tmp/stepgraph-made.db' AS x; --",
  "' || (SELECT load_extension('x')) || '",
  "json_extract(x,'$')",
  "$.a') OR 1=1 --",
  '%',
  '_',
  '%%%%%%%%%%%%%%%%%%%%',
  '\\',
  '\\%',
  '*',
  'a*',
  '"a" OR b',
  'a NEAR b',
  'NEAR(a b, 5)',
  'title:a',
  '^a',
  'a AND',
  '(',
  '((((((((',
  '{a b}:c',
  '-a',
  'a - b',
  '+',
  '?',
  '?1',
  ':name',
  '@name',
  '$name',
  '${name}',
  '#{name}',
  '{{7*7}}',
  '<script>1</script>',
  '../../etc/passwd',
  '\u0000',
  "a\u0000' OR 1=1 --",
  '\ud800',
  '\u202e',
  '__proto__',
];

const WRAPPINGS: readonly ((seed: string) => string)[] = [
  (seed) => seed,
  (seed) => `run_${seed}`,
  (seed) => `${seed}hello`,
  (seed) => `hello ${seed}`,
  (seed) => `"${seed}"`,
  (seed) => `'${seed}'`,
  (seed) => `${seed}${seed}`,
  (seed) => ` ${seed}\n`,
  (seed) => `${seed}/**/`,
  (seed) => `\u0027${seed}\u2019`,
];

const STRINGS = [...new Set(SEEDS.flatMap((seed) => WRAPPINGS.map((wrap) => wrap(seed))))];

let folder: ReturnType<typeof temporaryFolder>;
let host: Host;
let client: StepgraphClient;

beforeAll(async () => {
  folder = temporaryFolder();
  host = await createHost({ database: join(folder.path, 'w.db'), workDir: folder.path, environment: {}, rehearsalPaceMs: 0 });
  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
  client = createClient(contract, ours);
  await (await host.runs.start({ definition: { name: 'W', steps: [{ id: 'a', prompt: 'Say hello' }] } })).result;
});
afterAll(async () => {
  await host.close();
  folder[Symbol.dispose]();
});

/** Every id, search and filter that a window can send. What a call answers for an id that nobody has is left to it, but not what it breaks. */
const CALLS: readonly ((text: string, sessionId: string) => Promise<unknown>)[] = [
  (id) => client.workflows.get({ id }),
  (id) => client.workflows.delete({ id }),
  (id) => client.workflows.undelete({ id }),
  (id) => client.workflows.revisions({ id }),
  (search) => client.runs.list({ search }),
  (workflowId) => client.runs.list({ workflowId }),
  (runId) => client.runs.get({ runId }),
  (runId) => client.runs.startedWithin({ runId }),
  (runId) => client.runs.delete({ runId }),
  (runId) => client.runs.stop({ runId }),
  (runId) => client.runs.resume({ runId }),
  (stepId) => client.runs.retryStep({ runId: 'run_none', stepId }),
  (sessionId) => client.runs.children({ sessionId }),
  (search) => client.sessions.list({ search }),
  (runId) => client.sessions.list({ runId }),
  (workflow) => client.sessions.list({ workflow, model: workflow }),
  (search) => client.sessions.find({ search }),
  (search, id) => client.sessions.find({ search, id }),
  (id) => client.sessions.get({ id }),
  (leafId, id) => client.sessions.conversation({ id, leafId }),
  (after, id) => client.sessions.tree({ id, after }),
  (id) => client.sessions.startedBy({ id }),
  (id) => client.sessions.delete({ ids: [id] }),
  (deletion) => client.sessions.undelete({ deletion }),
  (checkpointId, id) => client.sessions.restoreCheckpoint({ id, checkpointId }),
  (checkpointId, id) => client.sessions.deleteCheckpoint({ id, checkpointId }),
  (olderThan) => client.sessions.prunePreview({ olderThan }),
  (requestId) => client.permissions.answer({ requestId, answer: 'once' }),
  (name) => client.secrets.remove({ name }),
];

/** How much there is, by table; but not the full-text index, which is brought up to date in the background. */
function contentOf(file: string): Record<string, unknown> {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as {
      name: string;
      sql: string;
    }[];
    return Object.fromEntries(
      tables
        .filter(({ sql }) => !/virtual|message_words/i.test(sql))
        .map(({ name, sql }) => [`${name} ${sql}`, db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()]),
    );
  } finally {
    db.close();
  }
}

describe(`${STRINGS.length} strings that break out of text`, () => {
  it('are at least 500', () => expect(STRINGS.length).toBeGreaterThanOrEqual(490));

  it('are nothing but text, as every id, search and filter', async () => {
    const database = join(folder.path, 'w.db');
    const before = contentOf(database);
    const [session] = (await client.sessions.list({})).sessions;
    if (!session) throw new Error('The run has left no session');
    const bugs: unknown[] = [];
    for (const text of STRINGS) {
      const outcomes = await Promise.allSettled(CALLS.map((call) => call(text, session.id)));
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') continue;
        if (!isAppError(outcome.reason) || ['INTERNAL', 'STORE_FAILED'].includes(outcome.reason.code)) {
          bugs.push([text, String(CALLS[index]), outcome.reason]);
        }
      }
    }
    expect(bugs).toEqual([]);
    expect(contentOf(database)).toEqual(before);
    expect(readdirSync(folder.path).filter((name) => !name.startsWith('w.'))).toEqual([]);
  });

  it('find only what holds them', async () => {
    for (const search of ["' OR '1'='1", '%', 'h_llo', '%%%%', '?', '*', "x' OR title LIKE '%"]) {
      expect([search, (await client.runs.list({ search })).total]).toEqual([search, 0]);
      expect([search, (await client.sessions.list({ search })).total]).toEqual([search, 0]);
    }
    for (const filter of ["' OR '1'='1", '%', '*']) {
      expect((await client.runs.list({ workflowId: filter })).total).toBe(0);
      expect((await client.sessions.list({ workflow: filter })).total).toBe(0);
    }
  });

  it('come back unchanged as names, labels and texts', async () => {
    const texts = STRINGS.filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\u0000'));
    const [session] = (await client.sessions.list({})).sessions;
    for (const text of texts.filter((_, index) => index % 10 === 0)) {
      const stored = await client.workflows.create({ definition: { name: 'W', description: text, steps: [{ id: 'a', prompt: text }] } });
      expect((await client.workflows.get({ id: stored.id })).definition).toMatchObject({ description: text, steps: [{ prompt: text }] });
      const label = nameSchema('Give it a label.').safeParse(text).data;
      const saved = client.sessions.saveCheckpoint({ id: session?.id ?? '', label: text });
      if (label === undefined) {
        await expect(saved).rejects.toMatchObject({ code: 'INVALID_INPUT' });
        continue;
      }
      const { id } = await saved;
      const checkpoints = await client.sessions.checkpoints({ id: session?.id ?? '' });
      expect(checkpoints.find((checkpoint) => checkpoint.id === id)?.label).toBe(label);
    }
  });
});

it('no SQL is put together from anything but constants', () => {
  const sources = readdirSync('electron/store', { withFileTypes: true }).filter((entry) => entry.isFile());
  const statements = sources
    .flatMap(({ name }) => readFileSync(join('electron/store', name), 'utf8').match(/`[^`]*`/g) ?? [])
    .filter((text) => /\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ATTACH)\b/.test(text));
  const inserted = statements.flatMap((statement) => statement.match(/\$\{[^}]*\}/g) ?? []);
  expect(statements.length).toBeGreaterThan(20);
  expect(inserted.filter((expression) => !/^\$\{([A-Z_]+|\w+\('\w+'\))\}$/.test(expression))).toEqual([]);
});
