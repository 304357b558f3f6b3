import { expect, it } from 'vitest';
import { loadLastValues, saveLastValues } from '../../../renderer/features/runs/lastValues';

function memory() {
  const items = new Map<string, string>();
  return { items, getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) };
}

it('keeps the values of each workflow apart', () => {
  const storage = memory();
  const values = { fields: { REPO: '/code', DRY: true }, permissionMode: 'plan', workDir: '/code' } as const;
  saveLastValues('wf_1', values, storage);
  expect(loadLastValues('wf_1', storage)).toEqual(values);
  expect(loadLastValues('wf_2', storage)).toBeUndefined();
});

it('begins anew where what was kept can’t be read', () => {
  const storage = memory();
  for (const text of ['{', '{"fields":{"A":1}}', '{"fields":{},"permissionMode":"all"}']) {
    storage.items.set('stepgraph.run.wf_1', text);
    expect(loadLastValues('wf_1', storage)).toBeUndefined();
  }
});

it('does without a storage that refuses', () => {
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(() => saveLastValues('wf_1', { fields: {} }, full)).not.toThrow();
});
