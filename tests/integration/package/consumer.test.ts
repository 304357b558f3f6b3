import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgentSdk, toBuilderCode, type WorkflowDefinition } from '../../../electron/sdk/index';
import { temporaryFolder } from '../../support/temporaryFolder';

const root = resolve('.');
const samples = join(import.meta.dirname, 'samples');
const examples = join(root, 'resources', 'examples');
const exampleNames = readdirSync(examples).filter((name) => name.endsWith('.json'));
const run = promisify(execFile);

/** A project of someone else's: the packed tarball installed as npm installs it, and TypeScript with Node's own module resolution. */
const folder = temporaryFolder();
const consumer = join(folder.path, 'consumer');
const environment = { ...process.env, ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: '', STEPGRAPH_DB: join(folder.path, 'stepgraph.db') };
const inConsumer = (program: string, args: readonly string[]) =>
  run(program, args, { cwd: consumer, env: environment, maxBuffer: 1 << 26 });

beforeAll(async () => {
  mkdirSync(consumer);
  await run('node', [join(root, 'scripts', 'declarations.mjs')], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder.path], { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await inConsumer('npm', ['install', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', join(folder.path, filename)]);
  cpSync(samples, join(consumer, 'src'), { recursive: true });
  for (const name of exampleNames)
    writeFileSync(join(consumer, 'src', `${name.slice(0, -5)}.builder.ts`), toBuilderCode(definitionOf(name)));
  const options = { target: 'ES2024', module: 'NodeNext', strict: true, skipLibCheck: false, types: [], outDir: 'js', rootDir: 'src' };
  writeFileSync(join(consumer, 'globals.d.ts'), 'declare const process: { cwd(): string };\n');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['src', 'globals.d.ts'] }));
}, 180_000);

afterAll(() => folder[Symbol.dispose]());

function definitionOf(name: string): WorkflowDefinition {
  return JSON.parse(readFileSync(join(examples, name), 'utf8')) as WorkflowDefinition;
}

async function runSample(name: string): Promise<unknown> {
  const { stdout } = await inConsumer('node', [join('js', `${name}.js`)]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe("the package in someone else's project", () => {
  it("compiles the chapter's code and the Builder code of every example, strictly", async () => {
    const compiler = join(root, 'node_modules', '.bin', 'tsc');
    await expect(inConsumer(compiler, ['-p', '.'])).resolves.toMatchObject({ stdout: '' });
  }, 60_000);

  it('refuses a misspelt dependency when compiling', async () => {
    const code = `import { createAgentSdk } from 'stepgraph';
const sdk = await createAgentSdk();
sdk.workflow.define('w').step('typecheck', 'T', 'p').step('lint', 'L', 'p', { dependsOn: ['typechek'] });
`;
    mkdirSync(join(consumer, 'misspelt'));
    writeFileSync(join(consumer, 'misspelt', 'w.ts'), code);
    const config = { extends: '../tsconfig.json', compilerOptions: { rootDir: '.', noEmit: true }, include: ['w.ts'] };
    writeFileSync(join(consumer, 'misspelt', 'tsconfig.json'), JSON.stringify(config));
    const failure = await inConsumer(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'misspelt']).catch((error) => String(error.stdout));
    expect(failure).toContain('typechek');
  }, 60_000);

  it('runs sections 1.0 and 1.1', async () => {
    expect(await runSample('workflow')).toMatchObject({
      status: 'completed',
      text: true,
      steps: [
        ['typecheck', 'Type Check', 'completed', true, 'string', null],
        ['lint', 'Lint', 'completed', true, 'string', null],
        ['report', 'Report', 'completed', false, 'string', null],
      ],
      started: [
        'release-check of 3',
        'Type Check',
        'typecheck completed number',
        'Lint',
        'lint completed number',
        'Report',
        'report completed number',
        'completed number',
      ],
      json: 'completed',
    });
  }, 60_000);

  it('runs section 1.2', async () => {
    expect(await runSample('orchestration')).toMatchObject({ text: 'string' });
  }, 60_000);

  it('runs section 2', async () => {
    expect(await runSample('primitives')).toEqual({ texts: ['string', 'string', 'string'], fastest: 'string' });
  }, 60_000);

  it('runs sections 3 and 4: the answer after the restore includes 8080', async () => {
    const result = await runSample('sessions');
    expect(result).toMatchObject({ reply: expect.stringContaining('8080'), closed: 0 });
  }, 60_000);

  it('goes on with turns, and refuses where there is none to go on with', async () => {
    expect(await runSample('retry')).toEqual({ text: 'string', messages: true, refused: 'INVALID_INPUT' });
  }, 60_000);

  it.each(exampleNames)('rebuilds %s from its Builder code, run', async (name) => {
    const module = (await import(join(consumer, 'js', `${name.slice(0, -5)}.builder.js`))) as {
      define(sdk: unknown): { build(): WorkflowDefinition };
    };
    const sdk = await createAgentSdk({ database: join(folder.path, `${name}.db`) });
    try {
      expect(module.define(sdk).build()).toEqual(definitionOf(name));
    } finally {
      await sdk.close();
    }
  });
});
