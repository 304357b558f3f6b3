import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Chromium without what reaches for the network or needs privileges. `--disable-web-security` and its like are never among them. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/**
 * The Chromium that tests drive, without any download: `CHROMIUM_PATH`; Debian's where `only` asks for it and it is there; else the headless
 * one out of the npm package @sparticuz/chromium.
 */
export async function chromiumPath(only?: 'npm' | 'debian'): Promise<string> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  if (only === 'debian' && existsSync(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  return unpackedChromium();
}

/** Unpacks the npm package's Chromium once into node_modules/.cache and moves it into place whole, so that test processes may race for it. */
async function unpackedChromium(): Promise<string> {
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const cache = join(dirname(dirname(packageFolder)), '.cache');
  const folder = join(cache, `chromium-${version}`);
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  const unpacking = mkdtempSync(join(cache, 'unpack-'));
  await withTemporaryFolder(unpacking, async () => {
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
  });
  try {
    renameSync(unpacking, folder);
  } catch {
    rmSync(unpacking, { recursive: true, force: true }); // another process was first
  }
  return executable;
}

/** The package unpacks into `os.tmpdir()` and can't be told otherwise. */
async function withTemporaryFolder(folder: string, run: () => Promise<void>): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await run();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
