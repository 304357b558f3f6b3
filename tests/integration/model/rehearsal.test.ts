import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createModelClient } from '../../../electron/model/anthropic';
import { REHEARSAL_MARK } from '../../../electron/model/rehearsal/earlierReports';
import type { ModelRequest, Tool } from '../../../electron/sessions/ports';
import { createBuiltInTools } from '../../../electron/tools/builtIns';
import type { ContentBlock } from '../../../shared/session/session';
import { modelRequest } from '../../support/modelServer/modelRequest';

const client = createModelClient({ provider: () => ({ kind: 'rehearsal' }), rehearsalPaceMs: 0 });
const signal = new AbortController().signal;

let workDir = '';
beforeEach(async () => {
  workDir = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
  await mkdir(path.join(workDir, 'src'));
  await writeFile(path.join(workDir, 'README.md'), '# Shop\n\nSells tea.\n');
  await writeFile(path.join(workDir, 'src/cart.ts'), 'export function addToCart() {}\n');
});
afterEach(() => rm(workDir, { recursive: true, force: true }));

/** A turn with the real tools in a real folder. */
async function rehearse(prompt: string): Promise<string> {
  const tools = createBuiltInTools()(workDir).filter((tool) => tool.isReadOnly);
  const messages: { role: 'user' | 'assistant'; content: readonly ContentBlock[] }[] = [
    { role: 'user', content: [{ type: 'text', text: prompt }] },
  ];
  for (;;) {
    const reply = await client.reply(rehearsalRequest({ messages, tools }), () => undefined, signal);
    if (reply.stopReason === 'end_turn') return String(reply.content[0]?.text);
    const calls = reply.content.filter((block) => block.type === 'tool_use');
    const results = await Promise.all(calls.map((call) => execute(tools, call)));
    messages.push({ role: 'assistant', content: reply.content }, { role: 'user', content: results });
  }
}

async function execute(tools: readonly Tool[], call: ContentBlock): Promise<ContentBlock> {
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (!tool) throw new Error(`The rehearsal called ${String(call.name)}, which was not offered`);
  const context = { sessionId: 's', callId: String(call.id), workDir, permissionMode: 'default', signal, metadata: {} } as const;
  const { content, isError } = await tool.execute(call.input ?? {}, context);
  return {
    type: 'tool_result',
    tool_use_id: call.id,
    content: typeof content === 'string' ? content : JSON.stringify(content),
    is_error: isError,
  };
}

function rehearsalRequest(change: Partial<ModelRequest>): ModelRequest {
  return modelRequest({ provider: 'rehearsal', ...change });
}

test('a rehearsal reads the real folder with the real tools', async () => {
  const report = await rehearse(`Review the code of the project at ${workDir}.`);
  expect(report).toContain('- Read `src/cart.ts`: 1 line; declares `addToCart`');
  expect(report).toContain('- Read `README.md`: 3 lines; headings Shop');
  expect(report).not.toContain('failed');
});

test('a rehearsal searches the real files', async () => {
  expect(await rehearse('Where is addToCart defined?')).toContain('1 line matches `addToCart` in 1 file: `src/cart.ts:1`');
});

test('a rehearsal asked for a folder out of reach says so and looks in the work directory', async () => {
  const report = await rehearse('Describe the project at /usr/share.');
  expect(report).toMatch(/`glob` of `\*` in `\/usr\/share` failed: .+/);
  expect(report).toContain('Read `README.md`');
});

test('a rehearsal streams its text in pieces, counts tokens and names itself as the model', async () => {
  const deltas: string[] = [];
  const reply = await client.reply(rehearsalRequest({ system: 'Be brief.' }), (delta) => deltas.push(delta), signal);
  expect(deltas.length).toBeGreaterThan(3);
  expect(reply).toMatchObject({ model: 'rehearsal', stopReason: 'end_turn', content: [{ type: 'text', text: deltas.join('') }] });
  expect(deltas.join('').startsWith(REHEARSAL_MARK)).toBe(true);
  expect(reply.usage.inputTokens).toBeGreaterThan(0);
  expect(reply.usage.outputTokens).toBeGreaterThan(deltas.join('').length / 5);
});

test('a rehearsal takes its time where it is to be watched, and stops at once when it is aborted', async () => {
  const slow = createModelClient({ provider: () => ({ kind: 'rehearsal' }), rehearsalPaceMs: 600_000 });
  const abort = new AbortController();
  const reply = slow.reply(rehearsalRequest({}), () => abort.abort(), abort.signal);
  await expect(reply).rejects.toMatchObject({ code: 'ABORTED' });
});
