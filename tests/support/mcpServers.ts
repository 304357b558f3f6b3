import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = resolve('tests/support/mcpServers');

export type InstalledServer = 'server-everything' | 'server-filesystem' | 'server-memory';

/**
 * The entry file of an MCP server from npm that nobody here wrote. They are no dependencies of ours: the first test that wants one installs
 * them all, by their own lock file, into a folder that later test runs find again.
 */
export async function installedServer(name: InstalledServer): Promise<string> {
  return join(await installed(), 'node_modules', '@modelcontextprotocol', name, 'dist', 'index.js');
}

let installation: Promise<string> | undefined;

function installed(): Promise<string> {
  installation ??= install();
  return installation;
}

async function install(): Promise<string> {
  const lock = createHash('sha256')
    .update(readFileSync(join(PACKAGE, 'package-lock.json')))
    .digest('hex');
  const target = resolve('node_modules/.cache', `mcp-servers-${lock.slice(0, 16)}`);
  if (existsSync(target)) return target;
  // Installed beside it and moved at the end, so that another process sees all of it or nothing.
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(`${target}.`);
  cpSync(PACKAGE, folder, { recursive: true });
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  try {
    renameSync(folder, target);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
