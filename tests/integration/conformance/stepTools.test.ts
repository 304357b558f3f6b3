import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { temporaryFolder } from '../../support/temporaryFolder';
import { conforms } from './statements';
import { offered } from './support';

/** A server over stdio with one tool, `tell`. */
const SERVER = `
import { McpServer } from ${JSON.stringify(import.meta.resolve('@modelcontextprotocol/sdk/server/mcp.js'))};
import { StdioServerTransport } from ${JSON.stringify(import.meta.resolve('@modelcontextprotocol/sdk/server/stdio.js'))};
const server = new McpServer({ name: 'teller', version: '1.0.0' });
server.registerTool('tell', { description: 'Tells' }, () => ({ content: [{ type: 'text', text: 'told by a server' }] }));
await server.connect(new StdioServerTransport());
`;

/** A folder of skills with one in it. */
function skillFolder(root: string, folder: string, name: string): string {
  mkdirSync(join(root, folder, name), { recursive: true });
  writeFileSync(join(root, folder, name, 'SKILL.md'), `---\nname: ${name}\ndescription: How to ${name}\n---\nFirst, ${name} thoroughly.\n`);
  return join(root, folder);
}

describe('chapter 7, section 1.0: what a step brings along', () => {
  conforms('step(id, description, prompt, opts?)', 'opts.mcpServers', async () => {
    using folder = temporaryFolder();
    const program = join(folder.path, 'server.mjs');
    writeFileSync(program, SERVER);
    await using test = await startTestSdk(byPrompt(['given', turns(toolUse('teller__tell', {}), text('done'))], ['bare', text('done')]));
    const result = await test.sdk.workflow
      .define('w')
      .step('given', '', 'given', { mcpServers: [{ name: 'teller', command: process.execPath, args: [program] }] })
      .step('bare', '', 'bare', { dependsOn: ['given'] })
      .run({}, { requestPermission: async () => ({ state: 'allowed', reason: 'a person agreed' }) });
    expect(result.steps.map(({ status, toolCalls, error }) => ({ status, toolCalls, error }))).toEqual([
      { status: 'completed', toolCalls: ['teller__tell'], error: undefined },
      { status: 'completed', toolCalls: [], error: undefined },
    ]);
    expect(JSON.stringify(test.server.requests[1]?.body.messages)).toContain('told by a server');
    expect(test.server.requests.map((request) => offered(request).includes('teller__tell'))).toEqual([true, true, false]);
  });

  conforms('step(id, description, prompt, opts?)', 'opts.skillDirectories', async () => {
    using folder = temporaryFolder();
    const usual = skillFolder(folder.path, 'usual', 'mopping');
    const own = skillFolder(folder.path, 'own', 'dusting');
    await using test = await startTestSdk(
      byPrompt(['given', turns(toolUse('skill', { name: 'dusting' }), text('done'))], ['bare', text('done')]),
      { skillDirectories: [usual] },
    );
    await test.sdk.workflow
      .define('w')
      .step('given', '', 'given', { skillDirectories: [own] })
      .step('bare', '', 'bare', { dependsOn: ['given'] })
      .run();
    const [first, second, last] = test.server.requests;
    expect(first?.body.system).toMatch(/dusting[\s\S]*How to dusting/);
    expect(first?.body.system).toContain('mopping');
    expect(JSON.stringify(second?.body.messages)).toContain('First, dusting thoroughly.');
    expect(last?.body.system).toContain('mopping');
    expect(last?.body.system).not.toContain('dusting');
  });
});
