import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { MOST_KEPT } from '../../../shared/session/toolOutput';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';
import { openedStore } from '../store/support';

const bash = (command: string) => toolUse('bash', { command });
const permissions = { allow: ['*'] };

/** The calls of a session, in order. */
async function callsOf(test: TestSdk, id: string): Promise<readonly string[]> {
  const session = await test.sdk.resumeSession(id);
  const blocks = session.messages().flatMap(({ content }) => content);
  return blocks.flatMap((block) => (block.type === 'tool_use' ? [String(block.id)] : []));
}

async function wholeOutputs(test: TestSdk, id: string): Promise<readonly (string | undefined)[]> {
  const session = await test.sdk.resumeSession(id);
  return Promise.all((await callsOf(test, id)).map((call) => session.wholeOutput(call)));
}

function rowsOf(file: string): readonly unknown[] {
  const db = new Database(file, { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const rows = ['tool_outputs', 'tool_output_parts'].map(count);
  db.close();
  return rows;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('the output of a tool', () => {
  it('is kept whole when the model is given only a part of it, which says how much is left out', async () => {
    await using test = await startTestSdk(turns(bash('seq 200000; echo last >&2'), text('done')), { permissions });
    const { sessionId } = await test.sdk.run('Count');
    const told = lastResult(test.server.requests[1]).text;
    expect(told.length).toBeLessThan(100_000);
    expect(told).toMatch(/\n\[\d+ characters left out\]\n/);
    const [whole] = await wholeOutputs(test, sessionId);
    expect(whole === `${numbers(200_000)}last\n`).toBe(true);
  });

  it('is not kept a second time when the model was given all of it', async () => {
    await using test = await startTestSdk(turns(bash('seq 10000'), text('done')), { permissions });
    const { sessionId } = await test.sdk.run('Count');
    expect(lastResult(test.server.requests[1]).text).toBe(numbers(10_000).trimEnd());
    expect(await wholeOutputs(test, sessionId)).toEqual([undefined]);
  });

  it('is kept whatever tool it comes from, by the call', async () => {
    const long = (mark: string) => `${mark}: ${'x'.repeat(150_000)}`;
    const custom = tool({ name: 'long', description: 'Long', inputSchema: z.object({ mark: z.string() }), isReadOnly: true }, ({ mark }) =>
      long(mark),
    );
    await using test = await startTestSdk(
      turns(toolUse('long', { mark: 'one' }), bash('echo short'), toolUse('long', { mark: 'two' }), text('done')),
      { permissions, tools: [custom] },
    );
    const { sessionId } = await test.sdk.run('Go');
    expect(await wholeOutputs(test, sessionId)).toEqual([long('one'), undefined, long('two')]);
  });

  it('is kept without what steers a terminal, also where that is cut in two', async () => {
    const colour = String.raw`printf '\033[31mred\033'; sleep 0.2; printf '[0mplain'; yes 0123456789 | head -c 200000`;
    await using test = await startTestSdk(turns(bash(colour), text('done')), { permissions });
    const { sessionId } = await test.sdk.run('Paint');
    const [whole = ''] = await wholeOutputs(test, sessionId);
    expect(whole.slice(0, 12)).toBe('redplain0123');
  });

  it('is kept up to a limit, in bounded memory, and what goes beyond it is said to be missing', async () => {
    await using test = await startTestSdk(turns(bash('yes 0123456789 | head -c 300000000'), text('done')), { permissions });
    const before = process.memoryUsage().rss;
    const { sessionId } = await test.sdk.run('Flood');
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    const [call = ''] = await callsOf(test, sessionId);
    const kept = openedStore(test.database).toolOutputs.get(sessionId, call);
    expect(kept).toMatchObject({ isCut: true, characters: MOST_KEPT, lines: Math.ceil(MOST_KEPT / 11) });
    expect(kept?.partRows.length).toBeLessThan(250);
  });

  it('is kept of a call that was broken off', async () => {
    await using test = await startTestSdk(turns(bash('seq 200000; echo ready > ready; sleep 60'), text('done')), { permissions });
    const abort = new AbortController();
    const session = await test.sdk.createSession();
    const turn = session.send('Count', { signal: abort.signal });
    await expect.poll(() => existsSync(join(test.workDir, 'ready')), { timeout: 10_000 }).toBe(true);
    abort.abort();
    await expect(turn).rejects.toMatchObject({ code: 'ABORTED' });
    const [whole = ''] = await wholeOutputs(test, session.id);
    expect(whole.startsWith(numbers(100_000))).toBe(true);
  });

  it('goes with its session', async () => {
    await using test = await startTestSdk(turns(bash('seq 200000'), text('done')), { permissions });
    const { sessionId } = await test.sdk.run('Count');
    expect(rowsOf(test.database)).toEqual([1, 5]);
    await openedStore(test.database).sessions.delete([sessionId]);
    expect(rowsOf(test.database)).toEqual([0, 0]);
  });
});
