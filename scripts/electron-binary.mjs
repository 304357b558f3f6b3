/** Whether a window can be opened here. Electron's npm package brings no binary any more: it is fetched the first time it is needed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { run } from './command.mjs';

const FETCH_LIMIT_MS = 3 * 60_000;
const packageFolder = join(projectRoot, 'node_modules', 'electron');

/** Why no window can be opened, as far as that is known without trying; undefined when nothing speaks against it. */
export function whyNoWindow({ platform = process.platform, environment = process.env, userId = process.getuid?.() } = {}) {
  if (platform !== 'linux') return undefined;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (userId === 0) return 'Electron does not run as root';
  return undefined;
}

/** The Electron executable, fetched if need be; undefined when it cannot be had. */
export async function obtainElectron() {
  if (installedElectron() === undefined) {
    process.stderr.write('Fetching Electron (once; about 120 MB) … ');
    const { code } = await run('install-electron', [], { timeoutMs: FETCH_LIMIT_MS });
    process.stderr.write(code === 0 ? 'done.\n' : 'not possible.\n');
  }
  return installedElectron();
}

function installedElectron() {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const executable = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}
