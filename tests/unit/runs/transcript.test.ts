import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../../renderer/features/runs/transcript';
import type { StepState } from '../../../shared/run/state';
import { NO_USAGE } from '../../../shared/run/usage';
import type { ContentBlock } from '../../../shared/session/session';
import { message } from '../../support/sessions';

const text = (value: string): ContentBlock => ({ type: 'text', text: value });
const call = (id: string): ContentBlock => ({ type: 'tool_use', id, name: 'read', input: { path: 'a.ts' } });
const result = (id: string, content: ContentBlock['content'], isError = false): ContentBlock => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  is_error: isError,
});

const step: StepState = {
  id: 'look',
  name: 'Look',
  status: 'running',
  attempt: 1,
  sessionId: 'ses_1',
  prompt: 'Look around',
  text: '',
  toolCalls: [],
  toolNames: [],
  turns: 0,
  durationMs: 0,
  usage: NO_USAGE,
  costUsd: 0,
};

describe('a stored conversation', () => {
  it('shows with each call what was decided about it, which its result knows', () => {
    const decision = { callId: 'c1', state: 'allowed', reason: 'it only reads', at: '2026-01-01T00:00:00.000Z' } as const;
    const results = { ...message('m2', 'user', result('c1', 'text')), decision };
    expect(transcriptOf([message('m1', 'assistant', call('c1'), call('c2')), results])).toMatchObject([
      { key: 'c1', decision },
      { key: 'c2', decision: undefined },
    ]);
  });

  it('shows each call with its result, and no result by itself', () => {
    const entries = transcriptOf([
      message('m1', 'user', text('Look around')),
      message('m2', 'assistant', text('I read.'), call('c1'), call('c2')),
      message('m3', 'user', result('c1', [{ type: 'text', text: 'line 1' }, { type: 'image' }]), result('c2', 'No such file', true)),
      message('m4', 'assistant', text('Done.')),
    ]);
    expect(
      entries.map((entry) =>
        entry.kind === 'tool' ? [entry.key, entry.status, entry.output] : [entry.kind, 'text' in entry && entry.text],
      ),
    ).toEqual([
      ['text', 'Look around'],
      ['text', 'I read.'],
      ['c1', 'done', 'line 1\n(image)'],
      ['c2', 'error', 'No such file'],
      ['text', 'Done.'],
    ]);
  });

  it('says so where a call was never answered, and names blocks it does not know', () => {
    const entries = transcriptOf([
      message('m1', 'assistant', call('c1'), { type: 'server_tool_use' }, { type: 'thinking', thinking: 'Hm' }),
    ]);
    expect(entries).toMatchObject([
      { status: 'unanswered' },
      { kind: 'note', text: '(server tool use)' },
      { kind: 'thinking', text: 'Hm' },
    ]);
  });
});

describe('a step under way', () => {
  it('shows its prompt, its calls and its text before any message is stored', () => {
    const toolCalls = [{ callId: 'c1', name: 'glob', input: '*', status: 'running' as const }];
    expect(transcriptOf([], { ...step, toolCalls, text: 'I look' })).toMatchObject([
      { kind: 'text', role: 'user', text: 'Look around' },
      { kind: 'tool', key: 'c1', status: 'running' },
      { kind: 'text', role: 'assistant', text: 'I look', isLive: true },
    ]);
  });

  it('shows nothing twice once a message is stored', () => {
    const messages = [message('m1', 'user', text('Look around')), message('m2', 'assistant', text('I look'), call('c1'))];
    const toolCalls = [{ callId: 'c1', name: 'read', input: {}, status: 'running' as const, preview: 'half' }];
    expect(transcriptOf(messages, { ...step, toolCalls, text: 'I look' })).toMatchObject([
      { text: 'Look around' },
      { text: 'I look' },
      { key: 'c1', status: 'running', output: 'half' },
    ]);
  });

  it('once done shows the stored conversation alone', () => {
    const messages = [message('m1', 'user', text('Look around')), message('m2', 'assistant', text('Found.'))];
    expect(transcriptOf(messages, { ...step, status: 'completed', text: 'Something else' })).toHaveLength(2);
  });

  it('begins with what the step went on without', () => {
    const entries = transcriptOf([message('1', 'user', text('Look around'))], { ...step, warnings: ['A skill cannot be read.'] });
    expect(entries.map((entry) => 'text' in entry && entry.text)).toEqual(['Warning: A skill cannot be read.', 'Look around']);
  });
});
