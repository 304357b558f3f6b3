/**
 * `npm run bench [name…]`: each `tests/bench/<name>.bench.ts`, a module that exports `run(): Promise<void>`, is bundled as the app is
 * and run in a process of its own, so that none warms up or disturbs the next.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { run } from './command.mjs';

const SUFFIX = '.bench.ts';
const folder = join(projectRoot, 'tests', 'bench');
const cache = join(projectRoot, 'node_modules', '.cache', 'bench');

const available = readdirSync(folder)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${available.join(', ')}.`);
  process.exit(2);
}

rmSync(cache, { recursive: true, force: true });
for (const name of wanted.length > 0 ? wanted : available) {
  console.log(`\n── ${name}`);
  const program = await bundle(name);
  const { code } = await run('node', ['--expose-gc', program], { show: true });
  if (code !== 0) process.exitCode = 1;
}

/** Vite is loaded late: it needs the installed dependencies and a recent Node. */
async function bundle(name) {
  const { build } = await import('vite');
  const outDir = join(cache, name);
  await build({
    configFile: false,
    logLevel: 'warn',
    root: projectRoot,
    ssr: {
      noExternal: [/^(?!node:)/],
      external: ['better-sqlite3', 'playwright', 'playwright-core', '@playwright/test', '@sparticuz/chromium'],
    },
    build: { ssr: join(folder, `${name}${SUFFIX}`), outDir, minify: false, rolldownOptions: { output: { entryFileNames: 'bench.js' } } },
  });
  const program = join(outDir, 'run.js');
  mkdirSync(outDir, { recursive: true });
  writeFileSync(program, "import { run } from './bench.js';\nawait run();\n");
  return program;
}
