#!/usr/bin/env node
/**
 * The `stepgraph` command. In an installed package it starts the built terminal program; in a checkout it first installs and builds what is
 * missing or out of date, saying so on stderr. Runs under Node 20, and hands over to a newer Node when this one is too old.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BENEATH, findNode, projectRoot, tooOldMessage } from './runtime.mjs';

const program = join(projectRoot, 'out', 'main', 'cli.js');
const isCheckout = existsSync(join(projectRoot, 'electron.vite.config.ts'));

if (isCheckout) {
  const { prepare } = await import('../scripts/prepare.mjs');
  const { buildIfStale } = await import('../scripts/build.mjs');
  if (!(await prepare()) || !(await buildIfStale())) process.exit(1);
}

const node = findNode();
if (node === undefined) {
  console.error(tooOldMessage());
  process.exit(1);
} else if (node === process.execPath) {
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  runUnder(node);
}

/** Runs the program in a child that gets our signals and whose end is ours; ours, even by SIGKILL, is its end. */
function runUnder(executable) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(executable, [BENEATH, program, ...process.argv.slice(2)], { stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${executable} did not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
