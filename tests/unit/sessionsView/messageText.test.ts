import { expect, it } from 'vitest';
import { messageOf } from '../../../renderer/features/sessions/messageText';

it.each([
  ['    indented code\n  more', '    indented code\n  more'],
  ['\n\n- a', '\n\n- a'],
  ['Go\n\n \n\t\n', 'Go'],
  ['a hard break  ', 'a hard break  '],
  ['a\n\nb\n', 'a\n\nb'],
  [' \n\t\n', ''],
  ['', ''],
])('sends %j as %j', (draft, message) => {
  expect(messageOf(draft)).toBe(message);
});
