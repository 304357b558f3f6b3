import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { temporaryFolder } from '../../support/temporaryFolder';
import { openedStore } from '../store/support';
import { faulty } from './support';

const permissions = { allow: ['faulty__*'] };
const work = toolUse('faulty__work', { text: 'it' });
const using = (server: object) => ({ name: 'W', steps: [{ id: 'a', prompt: 'Use it', mcpServers: [server as never] }] });

/** A line without what differs from run to run. */
const line = ({ kind, text: said }: { kind: string; text: string }) => `${kind}: ${said}`;

describe('the log of an MCP server', () => {
  it('tells of its start, what it prints and its end, by the run it worked for', async () => {
    await using test = await startTestSdk(turns(work, text('done')), { permissions });
    const { runId } = await test.sdk.workflow.run(using(faulty('sound')));
    await test.sdk.close();
    const lines = openedStore(test.database).serverLog.lines('FAULTY');
    expect(lines.map(line)).toEqual([
      expect.stringMatching(/^state: starting .*faultyServer\.mjs sound/),
      'said: the sound server says hello',
      'state: ready with 2 tools',
      'state: ended (closed)',
    ]);
    expect(new Set(lines.map(({ owner }) => owner))).toEqual(new Set([runId]));
  });

  it.each([
    ['refuses to start', ['said: the refuses to start server says hello', 'state: ended (exit status 3)', /^trouble: .*exit status 3/]],
    ['answers garbage', [/^trouble: no message of MCP: Expected ':'/, /^trouble: no message of MCP: .*not JSON/]],
    ['crashes', ['said: out of cheese', 'state: ended (exit status 7)', /^trouble: .*ended during the call of work/]],
    ['hangs', [/^trouble: .*did not answer the call of work within 1 s/]],
    ['refuses', [/^trouble: .*refused the call of work.*no, thank you/]],
  ])('tells what went wrong: %s', async (behaviour, expected) => {
    await using test = await startTestSdk(turns(work, text('done')), { permissions, mcpLimits: { callMs: 1_000 } });
    await test.sdk.workflow.run(using(faulty(behaviour)));
    await test.sdk.close();
    const lines = openedStore(test.database).serverLog.lines('faulty').map(line);
    for (const part of expected) expect(lines).toContainEqual(typeof part === 'string' ? part : expect.stringMatching(part));
  });

  it('has neither secrets nor what steers a terminal, wherever they turn up', async () => {
    const secrets = { get: (name: string) => (name === 'TOKEN' ? 'canary-of-the-log' : undefined) };
    await using test = await startTestSdk(turns(work, text('done')), { permissions, secrets });
    await test.sdk.workflow.run(using(faulty('repeats', '${secret:TOKEN}', { env: { ALSO: '${secret:TOKEN}' } })));
    await test.sdk.close();
    const lines = openedStore(test.database).serverLog.lines('faulty').map(line);
    expect(lines).toEqual(expect.arrayContaining(['said: red [secret TOKEN] and [secret TOKEN]', 'said: key [redacted]']));
    expect(lines.join()).not.toContain('canary');
    expect(lines.join()).not.toContain('\u001b');
  });

  it('keeps the newest lines of a server that floods it, in bounded memory and store', async () => {
    await using test = await startTestSdk(turns(work, text('done')), { permissions });
    await test.sdk.workflow.run(using(faulty('floods its log')));
    await test.sdk.close();
    const lines = openedStore(test.database).serverLog.lines('faulty').map(line);
    expect(lines.length).toBeLessThanOrEqual(1_000);
    expect(lines).toContainEqual('said: line 199999');
    expect(lines).toContainEqual(expect.stringMatching(/^trouble: \[\d+ lines left out\]$/));
    expect(lines.every((one) => one.length < 2_100)).toBe(true);
    const db = new Database(test.database, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM server_log').pluck().get()).toBeLessThanOrEqual(1_000);
    db.close();
  });

  it('can be watched while the server runs, and cleared', async () => {
    using folder = temporaryFolder();
    const host = await createHost({ database: join(folder.path, 'store.db'), workDir: folder.path, environment: {} });
    const changed: number[] = [];
    host.services.connections.onLogChange(() => changed.push(host.services.connections.log('faulty').length));
    await host.services.connections.tryServer(faulty('sound'), new AbortController().signal);
    await expect.poll(() => changed.at(-1)).toBe(4);
    expect(host.services.connections.log('faulty').map(({ owner }) => owner)).toEqual(Array(4).fill('trial'));
    expect(host.services.connections.logged()).toEqual(['faulty']);
    await host.services.connections.clearLog('Faulty');
    expect(host.services.connections.log('faulty')).toEqual([]);
    await host.close();
  });
});
