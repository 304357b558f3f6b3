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
 * everything stored, beside bare loops over the same SDK's streaming that store nothing, one over its events and one over its `messages.stream()`,
 * which puts the message together. All offer the one tool they call. Target: at least 70 % of a bare loop's rate.
 */
const STEPS = 100;
const AT_ONCE = 8;
const WARM_UPS = 3;
const REPETITIONS = 15;
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
  const client = new Anthropic({ apiKey: 'bench', baseURL });
  const contenders = {
    events: () => bareLoops((request) => eventsReply(client, request), workDir),
    stream: () => bareLoops((request) => streamReply(client, request), workDir),
    engine: () => sdk.workflow.run(definition(), {}, { maxConcurrency: AT_ONCE }),
  };
  const times: Record<keyof typeof contenders, number[]> = { events: [], stream: [], engine: [] };
  for (let repetition = -WARM_UPS; repetition < REPETITIONS; repetition++) {
    for (const name of ['events', 'stream', 'engine'] as const) {
      const time = (await milliseconds(contenders[name])) / STEPS;
      if (repetition >= 0) times[name].push(time);
    }
  }
  const { events, stream, engine } = { events: median(times.events), stream: median(times.stream), engine: median(times.engine) };
  console.log(
    `  ms a step, median of ${REPETITIONS}:  over events ${events.toFixed(2)}   over messages.stream() ${stream.toFixed(2)}   engine, stored ${engine.toFixed(2)}`,
  );
  console.log(
    `  ${percent(events / engine)} of the bare loop's rate, ${percent(stream / engine)} of that over messages.stream() (target ≥ 70 %)`,
  );
  await sdk.close();
}

async function serveModel(): Promise<void> {
  const read = toolUse('read', { file_path: FILE });
  const { url } = await startModelServer({ script: turns(read, read, read, text('That is what the notes say, in one sentence.')) });
  process.send?.(url);
}

function definition() {
  return {
    name: 'bench',
    steps: Array.from({ length: STEPS }, (_, index) => ({
      id: `s${index}`,
      prompt: `Read the notes, ${index}.`,
      allowedTools: ['read'],
    })),
  };
}

type Call = { readonly id: string; readonly input: { readonly file_path: string } };
/** The calls of one reply. */
type Reply = (request: Anthropic.MessageCreateParamsNonStreaming) => Promise<readonly Call[]>;

async function bareLoops(reply: Reply, workDir: string): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < STEPS) await bareLoop(reply, workDir, `Read the notes, ${next++}.`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const READ_TOOL = {
  name: 'read',
  description: 'Reads a file.',
  input_schema: { type: 'object' as const, properties: { file_path: { type: 'string' } } },
};

async function bareLoop(reply: Reply, workDir: string, prompt: string): Promise<void> {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: [{ type: 'text', text: prompt }] }];
  for (;;) {
    const calls = await reply({ model: 'claude-sonnet-4-6', max_tokens: 1_000, tools: [READ_TOOL], messages });
    if (calls.length === 0) return;
    messages.push({ role: 'assistant', content: calls.map((call) => ({ type: 'tool_use', name: 'read', ...call })) });
    const results = calls.map(async ({ id, input }) => {
      const content = await readFile(join(workDir, input.file_path), 'utf8');
      return { type: 'tool_result' as const, tool_use_id: id, content: [{ type: 'text' as const, text: content }] };
    });
    messages.push({ role: 'user', content: await Promise.all(results) });
  }
}

async function eventsReply(client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming): Promise<readonly Call[]> {
  const blocks: { id: string | undefined; text: string; json: string }[] = [];
  for await (const event of await client.messages.create({ ...request, stream: true })) {
    if (event.type === 'content_block_start') {
      const { content_block: block } = event;
      blocks.push({ id: block.type === 'tool_use' ? block.id : undefined, text: '', json: '' });
    } else if (event.type === 'content_block_delta') {
      const block = blocks.at(-1);
      if (block && event.delta.type === 'text_delta') block.text += event.delta.text;
      if (block && event.delta.type === 'input_json_delta') block.json += event.delta.partial_json;
    }
  }
  return blocks.flatMap(({ id, json }) => (id === undefined ? [] : [{ id, input: JSON.parse(json) }]));
}

async function streamReply(client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming): Promise<readonly Call[]> {
  const { content } = await client.messages.stream(request).finalMessage();
  // Sound: the server of this benchmark calls nothing but `read`.
  return content.flatMap((block) => (block.type === 'tool_use' ? [{ id: block.id, input: block.input as Call['input'] }] : []));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
