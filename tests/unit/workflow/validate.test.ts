import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFix } from '../../../shared/workflow/applyFix';
import type { WorkflowProblem, WorkflowProblemCode } from '../../../shared/workflow/problems';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { isError, validateWorkflow } from '../../../shared/workflow/validate';
import { after, chain, fanOutFanIn, randomGraph, step, workflow } from '../../support/builders';

const brief = (problems: readonly WorkflowProblem[]) => problems.map(({ severity, code, path, stepId }) => [severity, code, path, stepId]);
const only = (problems: readonly WorkflowProblem[], code: WorkflowProblemCode) => problems.filter((problem) => problem.code === code);
const prompting = (id: string, prompt: string, ...dependsOn: string[]) => step(id, { prompt, dependsOn });

describe('validateWorkflow finds', () => {
  it('nothing wrong with a sound workflow', () => {
    const definition = workflow([prompting('a', 'Look at $REPO'), prompting('b', 'Sum up $steps.a.text', 'a')], {
      parameters: { REPO: { type: 'string', description: 'Path' } },
      layout: { a: { x: 0, y: 0 } },
    });
    expect(validateWorkflow(definition)).toEqual([]);
  });

  it('invalid_shape, with the message and place of zod', () => {
    const definition = { name: 'x', steps: [{ id: 'a', prompt: 'p', mode: 'fast', retries: 11 }], parameters: { P: { type: 'text' } } };
    expect(only(validateWorkflow(definition), 'invalid_shape')).toEqual([
      {
        severity: 'error',
        code: 'invalid_shape',
        path: '$.steps[0].mode',
        stepId: 'a',
        message: 'Invalid option: expected one of "react"|"single"',
      },
      { severity: 'error', code: 'invalid_shape', path: '$.steps[0].retries', stepId: 'a', message: 'Too big: expected number to be <=10' },
      {
        severity: 'error',
        code: 'invalid_shape',
        path: '$.parameters.P.type',
        message: 'Invalid option: expected one of "string"|"number"|"boolean"|"json"',
      },
    ]);
  });

  it('invalid_shape inside the likelier alternative of a union', () => {
    const definition = workflow([{ ...step('a'), mcpServers: [{ name: 'git', command: 'npx', args: 'x' }] as never }]);
    expect(brief(validateWorkflow(definition))).toEqual([['error', 'invalid_shape', '$.steps[0].mcpServers[0].args', 'a']]);
  });

  it.each([null, undefined, 42, 'text', [], {}, { name: 'x', steps: {} }])('invalid_shape in %j, without throwing', (value) => {
    const problems = validateWorkflow(value);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.code === 'invalid_shape')).toBe(true);
  });

  it('invalid_shape in what contains itself', () => {
    const definition: Record<string, unknown> = workflow([step('a')]);
    definition.self = [definition, definition];
    expect(brief(only(validateWorkflow(definition), 'invalid_shape'))).toEqual([['error', 'invalid_shape', '$', undefined]]);
  });

  it('empty_name, no_steps and empty_prompt', () => {
    expect(brief(validateWorkflow({ name: ' ', steps: [] }))).toEqual([
      ['error', 'empty_name', '$.name', undefined],
      ['error', 'no_steps', '$.steps', undefined],
    ]);
    expect(brief(validateWorkflow(workflow([prompting('a', '\n ')])))).toEqual([['error', 'empty_prompt', '$.steps[0].prompt', 'a']]);
  });

  it.each(['', 'a b', 'é', 'a.b', 'x'.repeat(65), '__proto__'])('invalid_id in %j', (id) => {
    expect(brief(validateWorkflow(workflow([step(id)])))).toEqual([['error', 'invalid_id', '$.steps[0].id', id]]);
  });

  it.each(['a', 'A-1_b', '0', 'constructor', 'x'.repeat(64)])('no fault in the id %j', (id) => {
    expect(validateWorkflow(workflow([step(id)]))).toEqual([]);
  });

  it('duplicate_id, naming the id and both positions', () => {
    const [problem, ...others] = validateWorkflow(workflow([step('a'), step('b'), step('a')]));
    expect(others).toEqual([]);
    expect(brief(problem ? [problem] : [])).toEqual([['error', 'duplicate_id', '$.steps[2].id', 'a']]);
    expect(problem?.message).toBe('The id "a" is used twice, by steps[0] and by steps[2]: give one of them another id.');
  });

  it('unknown_dependency, self_dependency and duplicate_dependency', () => {
    const problems = validateWorkflow(workflow([step('lint'), after('b', 'lnt', 'b', 'lint', 'lint')]));
    expect(brief(problems)).toEqual([
      ['error', 'unknown_dependency', '$.steps[1].dependsOn[0]', 'b'],
      ['error', 'self_dependency', '$.steps[1].dependsOn[1]', 'b'],
      ['warning', 'duplicate_dependency', '$.steps[1].dependsOn[3]', 'b'],
    ]);
    expect(problems[0]?.message).toContain('Did you mean "lint"?');
    const twice = validateWorkflow(workflow([step('lint'), after('b', 'none', 'none')]));
    expect(twice.map(({ code }) => code)).toEqual(['unknown_dependency', 'duplicate_dependency']);
  });

  it('cycle, spelling the cycle itself and no innocent step downstream of it', () => {
    const problems = validateWorkflow(workflow([after('a', 'b'), after('b', 'a'), after('c', 'b')]));
    expect(brief(problems)).toEqual([['error', 'cycle', '$.steps[0].dependsOn[0]', 'a']]);
    expect(problems[0]?.message).toContain(' a → b → a.');
    expect(problems[0]?.message).not.toContain('c →');
  });

  it('every cycle, not just the first', () => {
    const problems = validateWorkflow(workflow([after('a', 'b'), after('b', 'a'), after('c', 'd'), after('d', 'c')]));
    expect(problems.map((problem) => problem.message.match(/: (.*)\. Remove/)?.[1])).toEqual(['a → b → a', 'c → d → c']);
  });

  it('unknown_step_reference, once per prompt, with the likely step as fix', () => {
    const problems = validateWorkflow(
      workflow([step('lint'), prompting('b', '$steps.limt.text $steps.limt.text $steps.zz.toolCalls', 'lint')]),
    );
    expect(brief(problems)).toEqual([
      ['error', 'unknown_step_reference', '$.steps[1].prompt', 'b'],
      ['error', 'unknown_step_reference', '$.steps[1].prompt', 'b'],
    ]);
    expect(problems.map((problem) => problem.fix)).toEqual([
      { kind: 'replace_reference', stepId: 'b', from: '$steps.limt.text', to: '$steps.lint.text', label: 'Replace it by $steps.lint.text' },
      undefined,
    ]);
  });

  it('unordered_reference to a step that is not upstream, with the dependency as fix', () => {
    const problems = validateWorkflow(workflow([step('a'), prompting('b', 'Use $steps.a.text')]));
    expect(brief(problems)).toEqual([['error', 'unordered_reference', '$.steps[1].prompt', 'b']]);
    expect(problems[0]?.fix).toEqual({ kind: 'add_dependency', stepId: 'b', dependsOn: 'a', label: 'Let "b" wait for "a"' });
  });

  it('no unordered_reference where the step is upstream through others', () => {
    expect(validateWorkflow(workflow([step('a'), after('b', 'a'), prompting('c', '$steps.a.text', 'b')]))).toEqual([]);
  });

  it('unordered_reference without a fix that would close a cycle', () => {
    const definition = workflow([prompting('a', '$steps.b.text $steps.c.text $steps.a.text'), after('b', 'a'), after('c', 'b')]);
    const problems = validateWorkflow(definition);
    expect(problems.map(({ code, fix }) => [code, fix])).toEqual(Array(3).fill(['unordered_reference', undefined]));
  });

  it('no unordered_reference between steps of one cycle, which is the fault to mend', () => {
    const definition = workflow([prompting('a', '$steps.b.text', 'c'), after('b', 'a'), prompting('c', '$steps.a.text', 'b')]);
    expect(validateWorkflow(definition).map((problem) => problem.code)).toEqual(['cycle']);
  });

  it('unknown_parameter, which stays as it is, in prompts and system prompts', () => {
    const definition = workflow([step('a', { prompt: 'cd $HOME $HOME \\$ESCAPED', systemPrompt: 'Use ${SHELL}' })], {
      systemPrompt: '$LANG',
    });
    expect(brief(validateWorkflow(definition))).toEqual([
      ['warning', 'unknown_parameter', '$.systemPrompt', undefined],
      ['warning', 'unknown_parameter', '$.steps[0].prompt', 'a'],
      ['warning', 'unknown_parameter', '$.steps[0].systemPrompt', 'a'],
    ]);
  });

  it('unused_parameter and parameter_name', () => {
    const definition = workflow([prompting('a', '$USED')], {
      parameters: { USED: { type: 'string' }, IDLE: { type: 'string' }, 'repo path': { type: 'string' } },
    });
    const problems = validateWorkflow(definition);
    expect(brief(problems)).toEqual([
      ['error', 'parameter_name', '$.parameters["repo path"]', undefined],
      ['warning', 'unused_parameter', '$.parameters.IDLE', undefined],
    ]);
    expect(problems[0]?.fix).toEqual({ kind: 'rename_parameter', name: 'repo path', to: 'REPO_PATH', label: 'Rename it to REPO_PATH' });
  });

  it('parameter_name with a name of its own for each', () => {
    const parameters: WorkflowDefinition['parameters'] = { a: { type: 'string' }, '1A': { type: 'string' }, A_2: { type: 'string' } };
    const problems = validateWorkflow(workflow([step('a', { prompt: '$A_2' })], { parameters }));
    expect(problems.flatMap(({ fix }) => (fix?.kind === 'rename_parameter' ? [[fix.name, fix.to]] : []))).toEqual([
      ['a', 'A'],
      ['1A', 'A_3'],
    ]);
  });

  it.each<[string, unknown]>([
    ['a bigint', 5n],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['an infinite number', Number.POSITIVE_INFINITY],
  ])('invalid_shape where %s cannot be kept', (_what, value) => {
    const definition = workflow([step('a', { note: [1, { deep: value }] })], { parameters: { P: { type: 'json', default: value } } });
    const problems = validateWorkflow(definition).filter(isError);
    expect(brief(problems)).toEqual([
      ['error', 'invalid_shape', '$.steps[0].note[1].deep', 'a'],
      ['error', 'invalid_shape', '$.parameters.P.default', undefined],
    ]);
  });

  it('takes a tool with its code as it is, and what is undefined as missing', () => {
    const own = { name: 'own', execute: () => 'done', schema: new Map() };
    expect(validateWorkflow(workflow([step('a', { tools: [own], model: undefined })]))).toEqual([]);
  });

  it('unknown_tool against the catalog, whatever the case, with * at the end for any rest', () => {
    const definition = workflow([
      step('a', {
        allowedTools: ['Read', 'gr*', 'raed', 'zz*', 'github__search', 'own', 'gitlab__x'],
        tools: [
          'glob',
          'nope',
          { name: 'own', execute: () => 'done' },
          { name: 'Grep' },
          { name: 'described', description: 'In words only' },
        ],
        mcpServers: [{ name: 'github', url: 'http://localhost' }],
      }),
    ]);
    const problems = validateWorkflow(definition, { tools: ['read', 'grep', 'glob'] });
    expect(brief(problems)).toEqual([
      ['error', 'unknown_tool', '$.steps[0].tools[1]', 'a'],
      ['error', 'unknown_tool', '$.steps[0].tools[4]', 'a'],
      ['error', 'unknown_tool', '$.steps[0].allowedTools[2]', 'a'],
      ['error', 'unknown_tool', '$.steps[0].allowedTools[3]', 'a'],
      ['error', 'unknown_tool', '$.steps[0].allowedTools[6]', 'a'],
    ]);
    expect(problems[2]?.message).toContain('Did you mean "read"?');
    expect(validateWorkflow(definition)).toEqual([]);
  });

  it('unknown_model as a warning, and nothing wrong with null', () => {
    const definition = workflow([step('a', { model: 'claude-sonet' }), step('b', { model: null })], { model: 'gpt' });
    expect(brief(validateWorkflow(definition, { models: ['claude-sonnet'] }))).toEqual([
      ['warning', 'unknown_model', '$.model', undefined],
      ['warning', 'unknown_model', '$.steps[0].model', 'a'],
    ]);
  });

  it('redundant_dependency, already implied through another', () => {
    const problems = validateWorkflow(workflow([step('a'), after('b', 'a'), after('c', 'a', 'b')]));
    expect(brief(problems)).toEqual([['warning', 'redundant_dependency', '$.steps[2].dependsOn[0]', 'c']]);
  });

  it('unknown_key wherever keys are known, and leaves the inside of tools alone', () => {
    const definition = {
      name: 'x',
      author: 'me',
      steps: [
        {
          id: 'a',
          prompt: 'p',
          dependson: [],
          tools: [{ name: 't', inputSchema: {} }],
          mcpServers: [{ name: 'm', command: 'c', port: 1 }],
        },
      ],
      parameters: { P: { type: 'string', requird: true } },
      layout: { a: { x: 0, y: 0, z: 0 } },
    };
    expect(brief(only(validateWorkflow(definition), 'unknown_key'))).toEqual([
      ['warning', 'unknown_key', '$.author', undefined],
      ['warning', 'unknown_key', '$.steps[0].dependson', 'a'],
      ['warning', 'unknown_key', '$.steps[0].mcpServers[0].port', undefined],
      ['warning', 'unknown_key', '$.parameters.P.requird', undefined],
      ['warning', 'unknown_key', '$.layout.a.z', undefined],
    ]);
  });

  it('everything at once, also around what has the wrong shape', () => {
    const definition = {
      name: '',
      steps: [
        { id: 'a', prompt: 7, dependsOn: ['b'] },
        { id: 'b', prompt: '', dependsOn: ['a', 'x'] },
        'nonsense',
        { prompt: '$steps.zz.text' },
      ],
    };
    expect(validateWorkflow(definition).map((problem) => problem.code)).toEqual([
      'invalid_shape',
      'invalid_shape',
      'invalid_shape',
      'empty_name',
      'empty_prompt',
      'unknown_dependency',
      'cycle',
      'unknown_step_reference',
    ]);
  });

  it('errors before warnings', () => {
    const problems = validateWorkflow(workflow([prompting('a', '$X'), prompting('b', '')]));
    expect(problems.map(isError)).toEqual([true, false]);
  });

  it.each([
    ['a chain', chain(10_000)],
    ['a fan', fanOutFanIn(10_000)],
    ['a random graph', randomGraph(10_000)],
    [
      'one great tangle',
      { ...chain(10_000), steps: chain(10_000).steps.map((each, index) => after(each.id, `s${(index + 1) % 10_000}`, `no${index}`)) },
    ],
  ])('what there is in %s of ten thousand steps in time in proportion', (_, definition) => {
    validateWorkflow(definition); // so that the measured one runs compiled
    const [small, large] = [
      timed(() => validateWorkflow({ ...definition, steps: definition.steps.slice(0, 1_000) })),
      timed(() => validateWorkflow(definition)),
    ];
    expect(large).toBeLessThan(Math.max(60 * small, 1_000));
  });
});

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe('the fix of a problem', () => {
  const fixable: [WorkflowProblemCode, WorkflowDefinition][] = [
    ['unknown_dependency', workflow([after('a', 'x')])],
    ['self_dependency', workflow([after('a', 'a')])],
    ['duplicate_dependency', workflow([step('a'), after('b', 'a', 'a')])],
    ['cycle', workflow([after('a', 'b'), after('b', 'a')])],
    ['redundant_dependency', workflow([step('a'), after('b', 'a'), after('c', 'a', 'b')])],
    ['unknown_step_reference', workflow([step('lint'), prompting('b', '$steps.lnit.text', 'lint')])],
    ['unordered_reference', workflow([step('a'), prompting('b', '$steps.a.text')])],
    ['unknown_parameter', workflow([prompting('a', '$REPO')])],
    ['unused_parameter', workflow([step('a')], { parameters: { P: { type: 'string' } } })],
    [
      'parameter_name',
      workflow([prompting('a', '$REPO_PATH')], { parameters: { repoPath: { type: 'string' }, 'repo-path': { type: 'string' } } }),
    ],
  ];

  it.each(fixable)('%s makes it go away', (code, definition) => {
    const problem = validateWorkflow(definition).find((each) => each.code === code);
    if (!problem?.fix) throw new Error(`No fix for ${code}`);
    const fixed = validateWorkflow(applyFix(definition, problem.fix));
    expect(fixed).not.toContainEqual(problem);
    expect(fixed.filter((each) => each.code === code).length).toBeLessThan(only(validateWorkflow(definition), code).length);
  });

  it('leaves the given definition as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixable), ([, definition]) => {
        const before = structuredClone(definition);
        for (const { fix } of validateWorkflow(definition)) if (fix) applyFix(definition, fix);
        expect(definition).toEqual(before);
      }),
    );
  });
});
