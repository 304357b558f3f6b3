/** Running other programs from the scripts. Free of dependencies, and runs under Node 20. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { childEnvironment, projectRoot } from '../bin/runtime.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const isWindows = process.platform === 'win32';

/** True for the module that Node was started with, as opposed to one that is imported. */
export function isEntry(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);
}

/**
 * Runs a program in the project's root with the project's own commands first on PATH, and waits for its end.
 * `output` is all it wrote, unless `show` passes that on to this process's own stdout and stderr instead.
 * After `timeoutMs`, or when this process is told to end, it and all that it started are ended; the code is then null.
 */
export function run(program, args, { show = false, timeoutMs, environment = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env: childEnvironment(environment),
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      shell: isWindows, // npm's commands are .cmd files there
      detached: !isWindows, // a process group of its own, so that it can be ended whole
    });
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => endGroup(child), timeoutMs);
    const endBoth = (signal) => {
      endGroup(child);
      process.exit(128 + constants.signals[signal]);
    };
    for (const signal of SIGNALS) process.on(signal, endBoth);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => finish(1, error.message));
    child.on('close', (code) => finish(code, output));

    function finish(code, text) {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, endBoth);
      resolve({ code, output: text });
    }
  });
}

function endGroup(child) {
  if (isWindows) return child.kill();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
