import { describe, expect, it } from 'vitest';
import { belongsToTextField, describeShortcut, type KeyStroke, matchesShortcut } from '../../../renderer/app/shortcut';

const stroke = (key: string, change: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...change,
});

describe('matchesShortcut', () => {
  it('takes Mod for Ctrl, and for Command on a Mac', () => {
    const [ctrl, command] = [stroke('k', { ctrlKey: true }), stroke('k', { metaKey: true })];
    expect([ctrl, command].map((keys) => matchesShortcut('Mod+K', keys, false))).toEqual([true, false]);
    expect([ctrl, command].map((keys) => matchesShortcut('Mod+K', keys, true))).toEqual([false, true]);
  });

  it('wants exactly the modifiers it names', () => {
    expect(matchesShortcut('Mod+Z', stroke('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesShortcut('Mod+Shift+Z', stroke('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesShortcut('N', stroke('n', { ctrlKey: true }), false)).toBe(false);
  });

  it('finds letters and digits by their place where Shift changes what they write', () => {
    expect(matchesShortcut('Shift+1', stroke('!', { code: 'Digit1', shiftKey: true }), false)).toBe(true);
  });

  it('leaves it to the layout how a sign is typed', () => {
    expect(matchesShortcut('?', stroke('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesShortcut('?', stroke('?'), false)).toBe(true);
  });
});

it('a text field keeps its letters and editing keys, and lets commands with Mod and Escape through', () => {
  const kept = [
    stroke('n'),
    stroke('?'),
    stroke('Delete'),
    stroke('Enter'),
    stroke('z', { ctrlKey: true }),
    stroke('v', { ctrlKey: true }),
  ];
  const passed = [stroke('Enter', { ctrlKey: true }), stroke('k', { ctrlKey: true }), stroke('Escape'), stroke('F2')];
  expect(kept.filter((keys) => !belongsToTextField(keys, false))).toEqual([]);
  expect(passed.filter((keys) => belongsToTextField(keys, false))).toEqual([]);
});

it('writes shortcuts as the machine does', () => {
  expect(['Mod+Enter', 'Shift+L', 'Mod+,', '?'].map((text) => describeShortcut(text, false))).toEqual(['Ctrl+↵', 'Shift+L', 'Ctrl+,', '?']);
  expect(['Mod+Enter', 'Mod+Shift+Z'].map((text) => describeShortcut(text, true))).toEqual(['⌘↵', '⇧⌘Z']);
});
