/**
 * Reads the fuses of a packaged binary back and holds them against electron-builder.yml: node scripts/check-fuses.mjs dist/linux-unpacked/stepgraph
 * (or the .app, or the .exe). Ends with status 1 when one differs, or when Electron has a fuse that the file does not speak of.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../bin/runtime.mjs';

const STATES = { 48: false, 49: true };

/** The differences, in sentences. */
export async function checkFuses(binary, wanted = wantedFuses()) {
  const { getCurrentFuseWire, FuseV1Options } = await import(pathToFileURL(libraryPath()).href);
  const { version: _, ...wire } = await getCurrentFuseWire(binary);
  return Object.entries(wire).flatMap(([index, state]) => {
    const name = FuseV1Options[index] ?? `number ${index}`;
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    if (wanted[key] === undefined) return [`electron-builder.yml does not say how the fuse ${name} is to be`];
    return STATES[state] === wanted[key] ? [] : [`the fuse ${name} is not ${wanted[key] ? 'on' : 'off'}`];
  });
}

export function wantedFuses() {
  const { parse } = createRequire(import.meta.url)('yaml');
  return parse(readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')).electronFuses;
}

/** It comes with electron-builder, which flips the fuses with it. */
function libraryPath() {
  const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  return createRequire(fromBuilder.resolve('app-builder-lib/package.json')).resolve('@electron/fuses');
}

if (process.argv[1] === import.meta.filename) {
  const [binary] = process.argv.slice(2);
  if (binary === undefined) throw new Error('Name the packaged binary.');
  const differences = await checkFuses(binary);
  for (const difference of differences) console.error(difference);
  if (differences.length === 0) console.log('The fuses are as electron-builder.yml has them.');
  process.exitCode = differences.length === 0 ? 0 : 1;
}
