/** Builds `out/` when a source is newer than it. With `--force`, always. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { isEntry, run } from './command.mjs';

const SOURCES = ['shared', 'electron', 'renderer', 'resources', 'electron.vite.config.ts', 'package-lock.json'];
/** The last file of each of the three builds; all must be younger than every source. */
const RESULTS = ['out/main/cli.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** Writes to stderr only; answers whether `out/` is now current. */
export async function buildIfStale({ force = false } = {}) {
  if (!force && !isStale()) return true;
  const start = performance.now();
  process.stderr.write('Building … ');
  const { code, output } = await run('electron-vite', ['build', '--logLevel', 'warn']);
  if (code === 0) {
    process.stderr.write(`done in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);
    return true;
  }
  process.stderr.write(`failed:\n${output}\n`);
  return false;
}

export function isStale(root = projectRoot) {
  const built = Math.min(...RESULTS.map((path) => modifiedAt(join(root, path))));
  return built === 0 || SOURCES.some((path) => newest(join(root, path)) > built);
}

/** Folders count too: their time tells of deleted and renamed files. */
function newest(path) {
  const own = modifiedAt(path);
  const entries = own === 0 || !statSync(path).isDirectory() ? [] : readdirSync(path, { recursive: true });
  return entries.reduce((latest, entry) => Math.max(latest, modifiedAt(join(path, entry))), own);
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (isEntry(import.meta.url) && !(await buildIfStale({ force: process.argv.includes('--force') }))) process.exit(1);
