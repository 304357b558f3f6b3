import { describe, expect, it } from 'vitest';
import { parseMessagesRequest } from '../../../electron/model/rehearsal/messagesRequest';
import { rehearse } from '../../../electron/model/rehearsal/rehearse';
import { createRunWorkflowTool } from '../../../electron/tools/runWorkflowTool';
import { validateWorkflow } from '../../../shared/workflow/validate';

const survey = { name: 'survey', description: 'Looks around', steps: [{ id: 'a', prompt: 'Look' }] };

const notHere = () => {
  throw new Error('not here');
};

function offer(workflows: Parameters<typeof createRunWorkflowTool>[0]['workflows'] = []) {
  const { name, inputSchema } = createRunWorkflowTool({ workflows, check: notHere, run: notHere, goOn: notHere });
  return { name, input_schema: inputSchema };
}

function reply(prompt: string, tools: readonly object[], more: readonly object[] = []) {
  return rehearse(parseMessagesRequest({ messages: [{ role: 'user', content: prompt }, ...more], tools }));
}

const inputOf = ({ content }: ReturnType<typeof rehearse>) => content.find(({ type }) => type === 'tool_use')?.input;

describe('a rehearsed orchestrator', () => {
  it('makes a valid workflow of the parts of its prompt, whatever these contain', () => {
    const prompt = 'Run a workflow:\n- Read $HOME/notes and $steps.x.text\n- Count the tests\n- Count the tests';
    const input = Object(inputOf(reply(prompt, [offer()])));
    expect(validateWorkflow(input.definition)).toEqual([]);
    expect(input.definition.steps.map(({ id, prompt: text }: { id: string; prompt: string }) => [id, text.split('\n')[0]])).toEqual([
      ['read-home-not', 'Read \\$HOME/notes and \\$steps.x.text'],
      ['count-test', 'Count the tests'],
      ['part-3', 'Count the tests'],
      ['report', 'Summarise what the steps before found.'],
    ]);
  });

  it('runs a workflow it was given, by name', () => {
    expect(inputOf(reply('Look around here, please.', [offer([survey])]))).toEqual({ workflow: 'survey' });
    expect(inputOf(reply('Use Other now.', [offer([survey, { ...survey, name: 'other' }])]))).toEqual({ workflow: 'other' });
  });

  it('runs one once, then reports what came of it', () => {
    const first = reply('Run a workflow that reads README.md.', [offer()]);
    const call = first.content.find(({ type }) => type === 'tool_use');
    const result = {
      type: 'tool_result',
      tool_use_id: call?.id,
      content: 'Workflow "x" completed: 2 of 2 steps completed.',
      is_error: false,
    };
    const second = reply(
      'Run a workflow that reads README.md.',
      [offer()],
      [
        { role: 'assistant', content: first.content },
        { role: 'user', content: [result] },
      ],
    );
    expect(second.stopReason).toBe('end_turn');
    expect(second.content[0]?.text).toContain('- Ran a workflow: Workflow "x" completed: 2 of 2 steps completed.');
  });

  it('leaves the tool alone where nothing speaks of workflows', () => {
    expect(reply('Say hello.', [offer()]).stopReason).toBe('end_turn');
  });
});
