import { describe, expect, it } from 'vitest';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { validateWorkflow } from '../../../shared/workflow/validate';
import { after, step, workflow } from '../../support/builders';
import { brief, prompting } from './support';

describe('validateWorkflow finds', () => {
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

  it('unknown_model as a warning that says what becomes of a blank one', () => {
    const definition = workflow([step('a', { model: ' ' })], { model: '' });
    const problems = validateWorkflow(definition, { models: ['claude-sonnet'] });
    expect(brief(problems)).toEqual([
      ['warning', 'unknown_model', '$.model', undefined],
      ['warning', 'unknown_model', '$.steps[0].model', 'a'],
    ]);
    const message = 'A blank model is inherited, as null is. Leave it out, or name one.';
    expect(problems.map((problem) => problem.message)).toEqual([message, message]);
  });
});
