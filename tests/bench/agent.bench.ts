import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { createAgentSdk } from '../../electron/sdk/createAgentSdk';
import { startModelServer } from '../support/modelServer/modelServer';
import { text, toolUse } from '../support/modelServer/reply';
import { turns } from '../support/modelServer/script';
import { temporaryFolder } from '../support/temporaryFolder';

/**
 * Agent steps of three tool rounds (four requests each) against the tests' model server in a process of its own: whole runs of the engine with
 * everything stored, beside a bare loop over the same SDK's streaming that stores nothing. Target: at least 70 % of the bare loop's rate.
 */
const STEPS = 100;
const AT_ONCE = 8;
const REPETITIONS = 5;
const FILE = 'notes.txt';

export async function run(): Promise<void> {
  if (process.env.BENCH_MODEL_SERVER === '1') return serveModel();
  using folder = temporaryFolder();
  await writeFile(join(folder.path, FILE), 'a line of notes\n'.repeat(40));
  const server = fork(process.argv[1] ?? '', { env: { ...process.env, BENCH_MODEL_SERVER: '1' } });
  try {
    const [baseURL] = (await once(server, 'message')) as [string];
    await compare(folder.path, baseURL);
  } finally {
    server.kill();
  }
}

async function compare(workDir: string, baseURL: string): Promise<void> {
  const sdk = await createAgentSdk({
    workDir,
    database: join(workDir, 'bench.db'),
    client: { apiKey: 'bench', baseURL },
    sessionManager: { maxConcurrentActive: AT_ONCE, maxSessions: 100_000 },
  });
  const bare = () => bareLoops(new Anthropic({ apiKey: 'bench', baseURL }), workDir);
  const ours = () => sdk.workflow.run(definition(), {}, { maxConcurrency: AT_ONCE });
  await bare();
  await ours();
  const ratios: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const [floor, engine] = [await milliseconds(bare), await milliseconds(ours)];
    ratios.push(floor / engine);
    console.log(
      `  bare loop ${(floor / STEPS).toFixed(2)} ms a step   engine, stored ${(engine / STEPS).toFixed(2)} ms   rate ${percent(floor / engine)}`,
    );
  }
  console.log(
    `  median ${percent(ratios.sort((a, b) => a - b)[Math.floor(REPETITIONS / 2)] ?? 0)} of the bare loop's rate (target ≥ 70 %)`,
  );
  await sdk.close();
}

async function serveModel(): Promise<void> {
  const read = toolUse('read', { file_path: FILE });
  const { url } = await startModelServer({ script: turns(read, read, read, text('That is what the notes say, in one sentence.')) });
  process.send?.(url);
}

function definition() {
  return { name: 'bench', steps: Array.from({ length: STEPS }, (_, index) => ({ id: `s${index}`, prompt: `Read the notes, ${index}.` })) };
}

async function bareLoops(client: Anthropic, workDir: string): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < STEPS) await bareLoop(client, workDir, `Read the notes, ${next++}.`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const READ_TOOL = {
  name: 'read',
  description: 'Reads a file.',
  input_schema: { type: 'object' as const, properties: { file_path: { type: 'string' } } },
};

async function bareLoop(client: Anthropic, workDir: string, prompt: string): Promise<void> {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: [{ type: 'text', text: prompt }] }];
  for (;;) {
    const events = await client.messages.create({
      model: 'claude-sonnet-4-6',
      max_tokens: 1_000,
      stream: true,
      tools: [READ_TOOL],
      messages,
    });
    const blocks: { type: string; id: string; text: string; json: string }[] = [];
    for await (const event of events) {
      if (event.type === 'content_block_start') {
        const { type } = event.content_block;
        blocks.push({ type, id: event.content_block.type === 'tool_use' ? event.content_block.id : '', text: '', json: '' });
      } else if (event.type === 'content_block_delta') {
        const block = blocks.at(-1);
        if (block && event.delta.type === 'text_delta') block.text += event.delta.text;
        if (block && event.delta.type === 'input_json_delta') block.json += event.delta.partial_json;
      }
    }
    const calls = blocks.filter((block) => block.type === 'tool_use');
    if (calls.length === 0) return;
    messages.push({
      role: 'assistant',
      content: calls.map(({ id, json }) => ({ type: 'tool_use' as const, id, name: 'read', input: JSON.parse(json) })),
    });
    const results = calls.map(async ({ id, json }) => {
      const content = await readFile(join(workDir, JSON.parse(json).file_path), 'utf8');
      return { type: 'tool_result' as const, tool_use_id: id, content: [{ type: 'text' as const, text: content }] };
    });
    messages.push({ role: 'user', content: await Promise.all(results) });
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
