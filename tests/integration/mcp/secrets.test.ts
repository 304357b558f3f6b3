import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';
import { faulty } from './support';

const TOKEN = 'canary-4f1c-"quoted"-token';
const secrets = { get: (name: string) => (name === 'TOKEN' ? TOKEN : undefined) };
const permissions = { allow: ['*'] };
const env = turns(toolUse('faulty__env', {}), text('done'));
const withServer = (more: object) => ({ name: 'W', steps: [{ id: 'a', prompt: 'Look', mcpServers: [faulty('sound', '', more)] }] });

describe('secrets of MCP servers', () => {
  it('are put in when the server starts, and are nowhere else: not in its answers, the events, the store or the conversation', async () => {
    await using test = await startTestSdk(env, { permissions, secrets });
    const events: unknown[] = [];
    const definition = withServer({
      args: [...faulty('sound').args, '--token=${secret:TOKEN}'],
      env: { TOKEN: '${secret:TOKEN}' },
    });
    const result = await test.sdk.workflow.run(definition, {}, { onEvent: (event) => events.push(event) });
    const said = lastResult(test.server.requests.at(-1)).text;
    expect(said).toContain('[secret TOKEN]');
    expect(said).not.toContain('${secret:TOKEN}'); // it was there when the server started
    await test.sdk.close();
    const files = readdirSync(dirname(test.database)).map((name) => readFileSync(join(dirname(test.database), name), 'latin1'));
    const everything = [JSON.stringify([events, result, test.server.requests.map(({ body }) => body)]), ...files].join();
    expect(everything).not.toContain('canary-4f1c');
  });

  it('are not in its answers in base64, alone or behind a name', async () => {
    await using test = await startTestSdk(env, { permissions, secrets });
    const encoded = ['', 'u:', 'ada:'].map((before) => Buffer.from(before + TOKEN).toString('base64'));
    const hook = `data:text/javascript,${encodeURIComponent(
      `for (const before of ['', 'u:', 'ada:']) process.env['IN_BASE64_' + before.length] = Buffer.from(before + process.env.TOKEN).toString('base64');`,
    )}`;
    const definition = withServer({ args: ['--import', hook, ...faulty('sound').args], env: { TOKEN: '${secret:TOKEN}' } });
    const events: unknown[] = [];
    await test.sdk.workflow.run(definition, {}, { onEvent: (event) => events.push(event) });
    const said = lastResult(test.server.requests.at(-1)).text;
    expect(said).toContain('IN_BASE64_4');
    const everything = JSON.stringify([events, test.server.requests.map(({ body }) => body)]);
    for (const text of encoded) expect(everything).not.toContain(text.slice(8, -8));
  });

  it('that are not set keep the server from starting, with a sentence that names them', async () => {
    await using test = await startTestSdk(env, { permissions, secrets });
    const { steps } = await test.sdk.workflow.run(withServer({ env: { A: '${secret:GITHUB}', B: '${secret:TOKEN}' } }));
    expect(steps[0]).toMatchObject({ status: 'failed', error: expect.stringMatching(/needs the secret GITHUB, which is not set/) });
  });

  it('are not in what is said of a server that fails', async () => {
    await using test = await startTestSdk(env, { permissions, secrets });
    const crash = "process.stderr.write('bad token ' + process.env.TOKEN); process.exit(1)";
    const failing = [
      { command: process.execPath, args: ['-e', crash], env: { TOKEN: '${secret:TOKEN}' } },
      { command: 'no-such-program', args: ['${secret:TOKEN}'] },
    ];
    for (const server of failing) {
      const { steps } = await test.sdk.workflow.run(withServer(server));
      expect(steps[0]?.status).toBe('failed');
      expect(steps[0]?.error).not.toContain('canary-4f1c');
    }
    const url = { name: 'remote', url: 'http://127.0.0.1:9/${secret:TOKEN}', headers: { authorization: 'Bearer ${secret:TOKEN}\n' } };
    const { steps } = await test.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'Look', mcpServers: [url] }] });
    expect(steps[0]?.status).toBe('failed');
    expect(decodeURIComponent(steps[0]?.error ?? '')).not.toContain('canary-4f1c');
  });

  it('of our own environment do not reach servers', async () => {
    process.env.PLANTED_API_KEY = 'canary-of-the-parent';
    try {
      await using test = await startTestSdk(env, { permissions });
      await test.sdk.workflow.run(withServer({ env: { PLAIN: 'passes' } }));
      const said = lastResult(test.server.requests.at(-1)).text;
      expect(said).toContain('passes');
      expect(said).not.toContain('canary-of-the-parent');
    } finally {
      delete process.env.PLANTED_API_KEY;
    }
  });
});
