import { beforeEach, describe, expect, it } from 'vitest';
import { editorStore } from '../../../renderer/features/editor/editorStore';
import { askToTakeOver, foreignStore } from '../../../renderer/features/editor/foreign';
import { openWorkflowFile } from '../../../renderer/features/editor/workflowFile';

const file = (text: string, size = text.length) => ({ name: 'theirs.json', size, text: async () => text });
const HARMLESS = '{"name":"theirs","steps":[{"id":"a","prompt":"p","allowedTools":["read"]}]}';
const STARTING = '{"name":"theirs","steps":[{"id":"a","prompt":"p","mcpServers":[{"name":"s","command":"touch","args":["x"]}]}]}';
const names = () => editorStore.getState().documents.map(({ history }) => history.present.name);

beforeEach(() => {
  editorStore.setState({ documents: [], activeId: null });
  foreignStore.setState({ asked: null });
});

describe('opening a workflow file', () => {
  it('opens at once what only reads', async () => {
    await openWorkflowFile(file(HARMLESS));
    expect(names()).toEqual(['theirs']);
  });

  it.each([
    [true, ['theirs']],
    [false, []],
  ])('shows what it would start first, and does as told: %s', async (isTaken, opened) => {
    const opening = openWorkflowFile(file(STARTING));
    await expect.poll(() => foreignStore.getState().asked?.title).toBe('Open “theirs” from theirs.json?');
    expect(names()).toEqual([]);
    expect(foreignStore.getState().asked?.brought[0]).toMatchObject({ kind: 'server', what: 's: touch x' });
    foreignStore.getState().asked?.answer(isTaken);
    await opening;
    expect(names()).toEqual(opened);
    expect(foreignStore.getState().asked).toBeNull();
  });

  it.each([
    ['nesting', file(`{"name":"w","steps":[],"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`), /theirs\.json: .*100 levels/],
    ['a prototype', file('{"name":"w","steps":[],"__proto__":{}}'), /__proto__/],
    ['size', file('', 1e9), /too large/],
    ['another shape', file('{"name":"w"}'), /not a workflow: steps/],
    ['other text', file('#!/bin/sh'), /not usable JSON/],
    ['a folder', { ...file(''), text: () => Promise.reject(new DOMException('no')) }, /could not be read/],
  ])('refuses with a sentence: %s', async (_what, given, message) => {
    await expect(openWorkflowFile(given)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });
    expect(names()).toEqual([]);
  });

  it('takes a second question as a no to the first', async () => {
    const brought = [{ kind: 'tools', what: 'bash', steps: [] }] as const;
    const first = askToTakeOver({ title: '1', verb: 'Open', brought });
    void askToTakeOver({ title: '2', verb: 'Open', brought });
    expect(await first).toBe(false);
    expect(foreignStore.getState().asked?.title).toBe('2');
  });
});
