import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { installedServer } from '../../support/mcpServers';
import { text, toolUse } from '../../support/modelServer/reply';
import { type Script, turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { offeredTools } from '../agents/requests';

const permissions = { allow: ['*'] };

async function stdio(name: string, server: Parameters<typeof installedServer>[0], args: readonly string[] = [], env = {}) {
  return { name, command: process.execPath, args: [await installedServer(server), ...args], env };
}

function run(test: TestSdk, server: McpServerDefinition) {
  return test.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'Use it', mcpServers: [server] }] });
}

/** All tool results of the last conversation, in order. */
function results(test: TestSdk): unknown[] {
  return (test.server.requests.at(-1)?.body.messages ?? [])
    .flatMap((message) => message.content)
    .filter((block) => block.type === 'tool_result')
    .map(({ content, is_error }) => ({ content, isError: is_error === true }));
}

const said = (part: RegExp | string, isError = false) => ({
  content: expect.arrayContaining([{ type: 'text', text: expect.stringMatching(part) }]),
  isError,
});

describe('MCP servers that nobody here wrote', () => {
  it('server-filesystem writes and reads in its folder, and says no to what lies outside of it', async () => {
    const calls = (folder: string) => [
      toolUse('files__write_file', { path: join(folder, 'note.txt'), content: 'hello' }),
      toolUse('files__read_text_file', { path: join(folder, 'note.txt') }),
      toolUse('files__read_text_file', { path: '/etc/passwd' }),
      text('done'),
    ];
    await using test = await startTestSdk((request) => turns(...calls(test.workDir))(request), { permissions });
    const result = await run(test, await stdio('files', 'server-filesystem', [test.workDir]));
    expect(result.steps[0]?.error).toBeUndefined();
    expect(readFileSync(join(test.workDir, 'note.txt'), 'utf8')).toBe('hello');
    expect(results(test).slice(1)).toEqual([said(/^hello$/), said(/Access denied/, true)]);
  });

  it('server-memory remembers between calls, in the file its definition names', async () => {
    const entity = { name: 'Ada', entityType: 'person', observations: ['writes programs'] };
    const calls = [toolUse('memory__create_entities', { entities: [entity] }), toolUse('memory__read_graph', {}), text('done')];
    await using test = await startTestSdk(turns(...calls), { permissions });
    const file = join(test.workDir, 'memory.jsonl');
    await run(test, await stdio('memory', 'server-memory', [], { MEMORY_FILE_PATH: file }));
    expect(results(test)[1]).toEqual(said(/Ada/));
    expect(readFileSync(file, 'utf8')).toContain('writes programs');
  });

  it('server-everything answers with text, images, resources and progress', async () => {
    const calls = [
      toolUse('all__echo', { message: 'hello' }),
      toolUse('all__get-tiny-image', {}),
      toolUse('all__get-resource-reference', { resourceType: 'Text', resourceId: 1 }),
      toolUse('all__get-structured-content', { location: 'Chicago' }),
      toolUse('all__trigger-long-running-operation', { duration: 1, steps: 4 }),
      toolUse('all__get-sum', { a: 'no number', b: 1 }),
      text('done'),
    ];
    await using test = await startTestSdk(turns(...calls), { permissions });
    const result = await run(test, await stdio('all', 'server-everything'));
    expect(result.steps[0]).toMatchObject({ status: 'completed', text: 'done' });
    expect(offeredTools(test.server.requests[0])).toEqual(expect.arrayContaining(['all__echo', 'all__get-sum']));
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: expect.any(String) } };
    expect(results(test)).toEqual([
      said(/Echo: hello/),
      { content: expect.arrayContaining([image]), isError: false },
      said(/resource/i),
      said(/temperature/i),
      said(/completed/i),
      expect.objectContaining({ isError: true }),
    ]);
  });

  it('server-everything over streamable HTTP: tools, then an error once it is gone, and tools again when it is back', async () => {
    const port = await freePort();
    const echo = toolUse('all__echo', { message: 'hello' });
    await using test = await startTestSdk(turns(echo, text('done')), { permissions, mcpLimits: { startMs: 5_000 } });
    const server = { name: 'all', url: `http://127.0.0.1:${port}/mcp` };
    {
      await using _ = await everythingOver(port);
      await run(test, server);
      expect(results(test)).toEqual([said(/Echo: hello/)]);
    }
    expect((await run(test, server)).steps[0]).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/nothing answers at http:\/\/127/),
    });
    await using _ = await everythingOver(port);
    expect((await run(test, server)).status).toBe('completed');
  });
});

describe('a server over HTTP that goes away in the middle of a run', () => {
  it('gives the model an error, and is used again once it is back', async () => {
    const port = await freePort();
    let running = await everythingOver(port);
    const echo = toolUse('all__echo', { message: 'hello' });
    const script: Script = async (request) => {
      const answered = request.body.messages.filter(({ role }) => role === 'assistant').length;
      if (answered === 1) await running[Symbol.asyncDispose]();
      if (answered === 2) running = await everythingOver(port);
      return turns(echo, echo, echo, text('done'))(request);
    };
    await using test = await startTestSdk(script, { permissions, mcpLimits: { startMs: 5_000 } });
    await run(test, { name: 'all', url: `http://127.0.0.1:${port}/mcp` });
    await running[Symbol.asyncDispose]();
    expect(results(test)).toEqual([
      said(/Echo: hello/),
      { content: expect.stringMatching(/failed in the call of echo/), isError: true },
      said(/Echo: hello/),
    ]);
  });
});

async function everythingOver(port: number) {
  const child = spawn(process.execPath, [await installedServer('server-everything'), 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve) => {
    const onData = (chunk: Buffer) => /listening/i.test(String(chunk)) && resolve();
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
  });
  return {
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  server.close();
  await once(server, 'close');
  return port;
}
