import { stripTypeScriptTypes } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkflowBuilder } from '../../../electron/sdk/workflowBuilder';
import { toBuilderCode } from '../../../shared/workflow/builderCode';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';

const notRun = (): Promise<never> => Promise.reject(new Error('not run in this test'));
const define = (name: string, description?: string): WorkflowBuilder => new WorkflowBuilder(notRun, name, description);

describe('WorkflowBuilder', () => {
  it('builds the definition that the JSON form would hold', () => {
    const definition = define('release-check', 'Checks')
      .param('REPO_PATH', { type: 'string', description: 'Path', required: true })
      .model('claude-sonnet-4-6')
      .systemPrompt('Be brief.')
      .step('typecheck', 'Type Check', 'Check $REPO_PATH', { allowedTools: ['read'] })
      .step('lint', 'Lint', 'Use $steps.typecheck.text', { dependsOn: ['typecheck'], mode: 'single', model: null })
      .build();
    expect(definition).toEqual({
      name: 'release-check',
      description: 'Checks',
      parameters: { REPO_PATH: { type: 'string', description: 'Path', required: true } },
      model: 'claude-sonnet-4-6',
      systemPrompt: 'Be brief.',
      steps: [
        { id: 'typecheck', description: 'Type Check', prompt: 'Check $REPO_PATH', allowedTools: ['read'] },
        { id: 'lint', description: 'Lint', prompt: 'Use $steps.typecheck.text', dependsOn: ['typecheck'], mode: 'single', model: null },
      ],
    });
  });

  it('gives a fresh, deep-frozen definition each time', () => {
    const builder = define('w').step('a', 'A', 'do', { allowedTools: ['read'] });
    const [first, second] = [builder.build(), builder.build()];
    expect(first).not.toBe(second);
    expect(Object.isFrozen(first.steps[0]?.allowedTools)).toBe(true);
    expect(() => first.steps.push({ id: 'b', prompt: '' })).toThrow(TypeError);
  });

  it('does not change what it built when a later call or the caller changes its own objects', () => {
    const allowedTools = ['read'];
    const builder = define('w').step('a', 'A', 'do', { allowedTools });
    const built = builder.build();
    allowedTools.push('bash');
    builder.step('b', 'B', 'do');
    expect(built.steps).toEqual([{ id: 'a', description: 'A', prompt: 'do', allowedTools: ['read'] }]);
  });

  it('keeps what each call was given, whatever the caller does with it afterwards, and tools as they are', () => {
    const given = {
      parameter: { type: 'json' as const, default: ['x'] },
      servers: [{ name: 's', command: 'run', args: ['x'] }],
      positions: { a: { x: 1, y: 2 } },
      fields: { later: ['x'] },
      options: { dependsOn: ['a' as const], extra: { later: ['x'] } },
    };
    const own = { name: 'own', description: 'Mine', inputSchema: {}, execute: async () => ({ content: '', isError: false }) };
    const builder = define('w')
      .param('P', given.parameter)
      .mcpServers(given.servers)
      .layout(given.positions)
      .extra(given.fields)
      .step('a', undefined, 'p', { tools: [own] })
      .step('b', undefined, 'p', given.options);
    const expected = builder.build();
    changeAll(given);
    expect(builder.build()).toEqual(expected);
    expect(builder.build().steps[0]?.tools?.[0]).toBe(own);
  });

  it('does not compile with a misspelt dependency', () => {
    const builder = define('w')
      .step('typecheck', 'A', 'do')
      .step('lint', 'B', 'do', { dependsOn: ['typecheck'] });
    // @ts-expect-error: 'typechek' is no step
    builder.step('report', 'C', 'do', { dependsOn: ['typechek'] });
    // @ts-expect-error: a step cannot depend on itself
    builder.step('self', 'D', 'do', { dependsOn: ['self'] });
    // @ts-expect-error: nothing has been added yet
    define('w').step('first', 'E', 'do', { dependsOn: ['lint'] });
    expect(builder.build().steps).toHaveLength(4);
  });

  it('hands its definition, parameters and options to the engine', async () => {
    const calls: unknown[] = [];
    const builder = new WorkflowBuilder((...args) => {
      calls.push(args);
      return Promise.reject(new Error('enough'));
    }, 'w').step('a', 'A', 'do');
    const options = { maxConcurrency: 2 };
    await expect(builder.run({ X: 1 }, options)).rejects.toThrow('enough');
    expect(calls).toEqual([[builder.build(), { X: 1 }, options]]);
  });
});

/** Adds to every list and object within. */
function changeAll(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(changeAll);
  if (Array.isArray(value)) value.push('zzz');
  else Object.assign(value, { zzz: true });
}

describe('toBuilderCode', () => {
  const rebuild = async (definition: WorkflowDefinition): Promise<WorkflowDefinition> => {
    const code = stripTypeScriptTypes(toBuilderCode(definition));
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      define(sdk: { workflow: { define: typeof define } }): WorkflowBuilder;
    };
    return module.define({ workflow: { define } }).build();
  };

  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', "it's", 'a\nb', '\\"', '\u2028', '`${x}`', '</script>'));
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const definitions: fc.Arbitrary<WorkflowDefinition> = fc
    .record(
      {
        name: text,
        description: optional(text),
        model: optional(fc.option(text)),
        systemPrompt: optional(text),
        parameters: optional(
          fc.dictionary(
            fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/),
            fc.record({ type: fc.constantFrom('string', 'json'), default: fc.jsonValue() }),
          ),
        ),
        mcpServers: optional(fc.array(fc.record({ name: text, command: text, env: fc.dictionary(text, text) }), { maxLength: 2 })),
        layout: optional(fc.dictionary(text, fc.record({ x: fc.integer(), y: fc.integer() }))),
        future: optional(fc.jsonValue()),
        steps: fc.array(
          fc.record({
            id: text,
            description: optional(text),
            prompt: text,
            dependsOn: optional(fc.array(text, { maxLength: 3 })),
            tools: optional(
              fc.array(fc.oneof(text, fc.record({ name: text, description: text, inputSchema: fc.jsonValue() })), { maxLength: 3 }),
            ),
            retries: optional(fc.integer({ min: 0, max: 10 })),
            later: optional(fc.jsonValue()),
          }),
          { maxLength: 5 },
        ),
      },
      { requiredKeys: ['name', 'steps'] },
    )
    .map((value) => JSON.parse(JSON.stringify(value)) as WorkflowDefinition);

  it('writes code that rebuilds the very same definition, unknown fields and all', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        expect(JSON.parse(JSON.stringify(await rebuild(definition)))).toEqual(definition);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps a field called `__proto__`, of the workflow, of a step and within', async () => {
    const text = '{"name":"w","steps":[{"id":"a","prompt":"p","__proto__":{"x":1}}],"__proto__":{"y":[{"__proto__":2}]}}';
    const rebuilt = await rebuild(JSON.parse(text));
    expect(JSON.stringify(rebuilt)).toBe(text);
    expect(Object.getPrototypeOf(rebuilt)).toBe(Object.prototype);
  });

  it('leaves out the code of a tool, and its types take what is left', () => {
    const own = {
      name: 'own',
      description: 'Mine',
      inputSchema: { type: 'object' },
      execute: async () => ({ content: '', isError: false }),
    };
    const code = toBuilderCode({ name: 'w', steps: [{ id: 'a', prompt: 'p', tools: ['read', own] }] });
    expect(code).not.toContain('execute');
    const rebuilt = define('w').step('a', undefined, 'p', {
      tools: ['read', { name: 'own', description: 'Mine', inputSchema: { type: 'object' } }],
    });
    const { execute: _, ...described } = own;
    expect(rebuilt.build().steps[0]?.tools).toEqual(['read', described]);
  });

  it('takes a definition written `as const`', () => {
    const definition = {
      name: 'w',
      steps: [
        { id: 'a', prompt: 'p', allowedTools: ['read'] },
        { id: 'b', prompt: 'p', dependsOn: ['a'], mode: 'single' },
      ],
    } as const;
    expect(toBuilderCode(definition)).toContain("dependsOn: ['a']");
  });

  it('reads like code a person would write', () => {
    const code = toBuilderCode({ name: 'w', steps: [{ id: 'a', description: 'A', prompt: 'Say "hi"', dependsOn: [], mode: 'single' }] });
    expect(code).toBe(`import type { AgentSdk } from 'stepgraph';

export function define(sdk: AgentSdk) {
  return sdk.workflow
    .define('w')
    .step(
      'a',
      'A',
      'Say "hi"',
      {
        dependsOn: [],
        mode: 'single',
      },
    );
}
`);
  });
});
