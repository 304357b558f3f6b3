/**
 * Installs the dependencies when they are missing or are not those of the lock file. Free of dependencies itself, and runs under Node 20:
 * it is what a fresh clone runs first (`prestart`, `pretest`, `bin/stepgraph.mjs`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { isEntry, run } from './command.mjs';

/** Makes `node_modules` what package-lock.json says. Writes to stderr only; answers whether it worked. */
export async function prepare() {
  if (isInstalled()) return true;
  const start = performance.now();
  process.stderr.write('Installing dependencies (once; about a minute) … ');
  const { code, output } = await runNpm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code === 0) {
    process.stderr.write(`done in ${((performance.now() - start) / 1000).toFixed(0)} s.\n`);
    return true;
  }
  process.stderr.write(
    `"npm ci" failed:\n${output}\nCheck the network and the npm registry in use ("npm config get registry"), then try again.\n`,
  );
  return false;
}

/** npm records what it installed in `node_modules/.package-lock.json`, as its last act: equal versions mean a whole, current installation. */
export function isInstalled(root = projectRoot) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, integrity }]) => {
    const found = present[path];
    if (path === '') return true; // the project itself
    if (found === undefined) return optional === true; // made for another platform
    return found.version === version && found.integrity === integrity;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs us, where one does: it need not be the first on PATH. */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('npm-cli.js') ? run(process.execPath, [npm, ...args]) : run('npm', args);
}

if (isEntry(import.meta.url) && !(await prepare())) process.exit(1);
