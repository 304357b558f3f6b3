import { expect, it } from 'vitest';
import { temporaryFile } from '../store/support';
import { inProcess } from './inProcess';

it.each([
  [['sessions', 'stats', '--idle-timeout', '0s'], '--idle-timeout: give a time above 0: 500ms, 30s, 5m, 1h or 7d'],
  [['sessions', 'stats', '--cleanup-interval', '0d'], '--cleanup-interval: give a time above 0: 500ms, 30s, 5m, 1h or 7d'],
  [['sessions', 'list', '--limit', '-1'], '--limit: give a whole number from 1 to 1000'],
  [['sessions', 'prune', '--older-than', '-7d'], '"-7d" is not a duration. Write a whole number and a unit: 500ms, 30s, 5m, 1h or 7d.'],
  [
    ['sessions', 'list', '--limit', '--json'],
    '--limit: its value is missing. One that begins with a dash is written as in --limit=-x.\n"stepgraph sessions list --help" shows how it is used.',
  ],
  [
    ['sessions', 'list', '--search', '-x'],
    '--search: its value is missing. One that begins with a dash is written as in --search=-x.\n"stepgraph sessions list --help" shows how it is used.',
  ],
  [['sessions', 'send', 'ses_none', ''], 'Missing: TEXT.\n"stepgraph sessions send --help" shows how it is used.'],
  [['checkpoints', 'save', 'ses_none', ' '], 'Give it a label.'],
  [['checkpoints', 'save', 'ses_none', '--label', ''], 'Give it a label.'],
])('%j is answered with what to do', async (words, sentence) => {
  expect(await inProcess(temporaryFile(), ...words)).toEqual({ status: 2, out: '', err: sentence });
});

it('an empty message is answered with what is missing', async () => {
  const database = temporaryFile();
  const id = (await inProcess(database, 'sessions', 'new')).out;
  expect(await inProcess(database, 'sessions', 'send', id, ' ')).toMatchObject({ status: 2, err: 'Write a message first.' });
});
