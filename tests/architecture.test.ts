import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAllowed, readImportTable, ruleFor } from './support/architecture/importTable';
import { sourceFacts } from './support/architecture/sourceFacts';

const root = resolve(import.meta.dirname, '..');
const rules = readImportTable(readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8'));

const files = ['shared', 'electron', 'renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
);
const sources = files
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => ({ file, ...sourceFacts(file, readFileSync(join(root, file), 'utf8')) }));

const CLOCKS = ['setTimeout', 'setInterval', 'setImmediate', 'Date()', 'Date.now', 'performance.now'];

describe('the architecture', () => {
  it('has a place for every file', () => {
    expect(files.filter((file) => ruleFor(rules, file) === undefined)).toEqual([]);
  });

  it('is what every import follows', () => {
    const violations = sources.flatMap(({ file, imports }) => {
      const rule = ruleFor(rules, file);
      return imports
        .filter((specifier) => rule !== undefined && !isAllowed(rule, file, specifier))
        .map((specifier) => `${file} → ${specifier}`);
    });
    expect(violations).toEqual([]);
  });

  it('turns no text into code', () => {
    const makers = sources.flatMap(({ file, imports, calls }) =>
      [
        ...imports.filter((name) => /^(node:)?vm$/.test(name)),
        ...calls.filter((name) => ['eval', 'Function', 'Function()', 'globalThis.eval', 'window.eval'].includes(name)),
      ].map((name) => `${file}: ${name}`),
    );
    expect(makers).toEqual([]);
  });

  it('keeps time out of the engine', () => {
    const clocks = sources
      .filter(({ file }) => file.startsWith('electron/engine/'))
      .flatMap(({ file, calls }) => calls.filter((name) => CLOCKS.includes(name)).map((name) => `${file}: ${name}`));
    expect(clocks).toEqual([]);
  });
});

describe('the import table', () => {
  const check = (file: string, specifier: string) => {
    const rule = ruleFor(rules, file);
    return rule !== undefined && isAllowed(rule, file, specifier);
  };

  it.each([
    ['shared/run/reduce.ts', './state', true],
    ['shared/run/reduce.ts', '../session/session', false],
    ['shared/lib/json.ts', 'zod', false],
    ['electron/engine/plan.ts', 'node:fs', false],
    ['electron/engine/plan.ts', '../sessions/ports', false],
    ['electron/sessions/turn.ts', '../engine/ports', true],
    ['electron/sessions/turn.ts', '../engine/plan', false],
    ['electron/store/open.ts', 'node:fs/promises', true],
    ['electron/model/client.ts', '@anthropic-ai/sdk/resources/messages', true],
    ['electron/cli.ts', './cli/arguments', true],
    ['electron/cli/run.ts', '../app/windows', false],
    ['electron/main.ts', 'electron', true],
    ['electron/host/createHost.ts', 'electron', false],
    ['renderer/features/canvas/Card.tsx', './card.css', true],
    ['renderer/features/canvas/Card.tsx', '../editor/index', true],
    ['renderer/features/canvas/Card.tsx', '../editor', true],
    ['renderer/features/canvas/Card.tsx', '../editor/document', false],
    ['renderer/features/canvas/Card.tsx', '../../app/commands', true],
    ['renderer/features/canvas/Card.tsx', '../../app/Shell', false],
    ['renderer/features/canvas/Card.tsx', '@codemirror/view', true],
    ['renderer/ui/Button.tsx', '../../shared/lib/json', false],
    ['renderer/main.tsx', './app/App', true],
  ])('for %s → %s says %s', (file, specifier, expected) => {
    expect(check(file, specifier)).toBe(expected);
  });

  it('lists no folder that an invented one falls into', () => {
    expect(ruleFor(rules, 'electron/misc/anything.ts')).toBeUndefined();
    expect(ruleFor(rules, 'shared/anything.ts')).toBeUndefined();
  });
});

describe('what is read of a source', () => {
  it('is every module it names, types too', () => {
    const text = `import type { A } from './a'; import b from 'b'; export * from './c'; type D = import('./d').D; await import('./e');`;
    expect(sourceFacts('x.ts', text).imports).toEqual(['./a', 'b', './c', './d', './e']);
  });

  it('is what it calls', () => {
    const text = `eval('1'); new Function('a'); setTimeout(f); Date.now(); new Date(); new Date(1); const Function = 1;`;
    expect(sourceFacts('x.ts', text).calls).toEqual(['eval', 'Function', 'setTimeout', 'Date.now', 'Date()', 'Date']);
  });
});
