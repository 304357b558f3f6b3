import { expect, test } from 'vitest';
import { keepAsking } from '../../../renderer/host/keepAsking';
import { AppError } from '../../../shared/lib/appError';

/** What a listener hears of these answers, one at each change. */
async function heard(answers: readonly (string | Error)[], changes?: AsyncIterable<unknown>): Promise<readonly string[]> {
  const left = [...answers];
  const said: string[] = [];
  const ask = async () => {
    const next = left.shift();
    if (next instanceof Error) throw next;
    return next ?? '';
  };
  await keepAsking(ask, changes, {
    answer: (data) => said.push(data),
    fail: (error) => said.push(error instanceof Error ? error.message : ''),
  });
  return said;
}

async function* items(count: number, error?: Error) {
  for (let index = 0; index < count; index += 1) yield index;
  if (error) throw error;
}

test('what was deleted and is brought back is there again', async () => {
  const gone = new AppError('NOT_FOUND', 'It was deleted.');
  expect(await heard(['there', gone, gone, 'there again'], items(4))).toEqual([
    'there',
    'It was deleted.',
    'It was deleted.',
    'there again',
  ]);
});

test('it is asked once where nothing tells of changes', async () => {
  expect(await heard(['there', 'twice'])).toEqual(['there']);
});

test('it is told when changes are told no more', async () => {
  expect(await heard(['there'], items(1, new Error('The host is gone.')))).toEqual(['there', 'The host is gone.']);
});
