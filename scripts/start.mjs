/** `npm start`: the app in an Electron window, or, where there can be none or `--browser` asks for it, in the browser. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BENEATH, childEnvironment, findNode, projectRoot, tooOldMessage } from '../bin/runtime.mjs';
import { buildIfStale } from './build.mjs';
import { obtainElectron, whyNoWindow } from './electron-binary.mjs';

const USAGE = 'Usage: npm start -- [--browser] [--port N] [--db FILE] [--workdir DIR]';
/** A window that closes this soon with an error never opened: a library is missing, or the display refuses it. */
const START_FAILURE_MS = 5_000;

const options = readOptions();
const node = findNode();
if (node === undefined) end(1, tooOldMessage());
if (!(await buildIfStale())) process.exit(1);

const hindrance = options.browser ? undefined : await openWindow();
if (hindrance !== undefined) console.error(`No window: ${hindrance}. Serving the same app to the browser instead.`);
await serve();

function readOptions() {
  try {
    const string = { type: 'string' };
    return parseArgs({ options: { browser: { type: 'boolean' }, port: string, db: string, workdir: string } }).values;
  } catch (error) {
    end(2, `${error.message}\n${USAGE}`);
  }
}

/** Opens the window and ends this process with it, or answers why there is none. */
async function openWindow() {
  const reason = whyNoWindow();
  if (reason !== undefined) return reason;
  const electron = await obtainElectron();
  if (electron === undefined) return 'the Electron binary could not be fetched (is the network closed to it?)';
  const start = performance.now();
  const status = await runUntilEnd(electron, [projectRoot, ...hostOptions()], 'inherit');
  if (status !== 0 && performance.now() - start < START_FAILURE_MS) return `Electron ended at once with status ${status}`;
  process.exit(status);
}

async function serve() {
  const port = options.port === undefined ? [] : ['--port', options.port];
  const words = [join(projectRoot, 'out/main/cli.js'), 'serve', ...port, ...hostOptions()];
  process.exit(await runUntilEnd(node, [BENEATH, ...words], ['inherit', 'inherit', 'inherit', 'ipc']));
}

function hostOptions() {
  return ['db', 'workdir'].flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, options[name]]));
}

/** Runs a program in the foreground; signals to us are for it, so that it closes its store before it ends. */
function runUntilEnd(program, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio, env: childEnvironment() });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => end(1, `${program} did not start: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function end(status, message) {
  console.error(message);
  process.exit(status);
}
