/**
 * An MCP server over standard input and output that misbehaves as its first argument says. Written by hand, so that it can do what the
 * SDK would not let it.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [behaviour = 'sound', note = ''] = process.argv.slice(2);

process.stderr.write(`the ${behaviour} server says hello\n`);
if (behaviour === 'refuses to start') process.exit(3);
if (behaviour === 'starts others') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  writeFileSync(note, `${process.pid} ${child.pid}`);
}
if (behaviour === 'will not leave') {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
  setInterval(() => {}, 1000);
  writeFileSync(note, String(process.pid));
}
if (behaviour === 'prints garbage')
  for (let line = 0; line < 5_000; line += 1) process.stdout.write('Listening on port 3000, all is well\n');
if (behaviour === 'prints without end') setInterval(() => process.stdout.write('x'.repeat(1_000_000)), 1);
if (behaviour === 'repeats') {
  process.stderr.write(`\u001b[31mred\u001b[0m ${note.slice(0, 5)}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  // All of it is out before the server answers anything.
  await new Promise((resolve) => process.stderr.write(`${note.slice(5)} and ${process.env.ALSO}\nkey sk-ant-abcdefghijklmnop\n`, resolve));
}
if (behaviour === 'floods its log') {
  for (let line = 0; line < 200_000; line += 1) process.stderr.write(`line ${line}\n`);
  // All of it is out before the server answers anything.
  await new Promise((resolve) => process.stderr.write(`${'x'.repeat(10_000_000)}\n`, resolve));
}
if (behaviour === 'is chatty') process.stdout.write('Welcome to this server!\n');

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tools = [
  { name: 'work', description: 'Works.', inputSchema: { type: 'object', properties: { text: { type: 'string' } } } },
  { name: 'env', description: 'Shows its environment.', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
];

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'faulty', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': ({ name, arguments: input }) => call(name, input),
};

function call(name, input) {
  if (name === 'env') return result(JSON.stringify({ env: process.env, args: process.argv.slice(2), cwd: process.cwd() }));
  if (behaviour === 'crashes' || (behaviour === 'crashes on boom' && input.text === 'boom')) {
    process.stderr.write('out of cheese\n');
    process.exit(7);
  }
  if (behaviour === 'hangs') {
    if (note) writeFileSync(note, 'called');
    return undefined;
  }
  if (behaviour === 'answers garbage') process.stdout.write('{"jsonrpc":"2.0","id"\nnot JSON at all\n');
  if (behaviour === 'answers nonsense') return { content: 'no list' };
  if (behaviour === 'refuses') throw new Error('no, thank you');
  return result(`${process.pid} did ${input?.text ?? 'nothing'}`);
}

function result(text) {
  return { content: [{ type: 'text', text }] };
}

function answer({ id, method, params }) {
  if (method === 'notifications/cancelled' && note) writeFileSync(note, `cancelled: ${params.reason ?? ''}`);
  if (id === undefined) return;
  if (behaviour === 'says nothing') return;
  try {
    const found = answers[method]?.(params);
    if (found) send({ id, result: found });
  } catch (error) {
    send({ id, error: { code: -32000, message: error.message } });
  }
}

const delay = behaviour === 'starts slowly' ? Number(note) : 0;
setTimeout(() => createInterface({ input: process.stdin }).on('line', (line) => answer(JSON.parse(line))), delay);
if (behaviour !== 'will not leave') process.stdin.on('end', () => process.exit(0));
