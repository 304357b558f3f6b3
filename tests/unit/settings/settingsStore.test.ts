import { beforeEach, expect, it } from 'vitest';
import { saveSettings, settingsStore } from '../../../renderer/features/settings/settingsStore';
import { type Settings, settingsSchema } from '../../../shared/ipc/contract/app';
import { AppError } from '../../../shared/lib/appError';

/** A host that answers when it is told to, or refuses. */
function slowHost() {
  let stored = settingsSchema.parse({});
  const waiting: { readonly answer: () => void; readonly refuse: () => void }[] = [];
  const app = {
    settings: async () => stored,
    saveSettings: (change: Partial<Settings>) =>
      new Promise<Settings>((resolve, reject) => {
        const answer = () => {
          stored = { ...stored, ...change };
          resolve(stored);
        };
        waiting.push({ answer, refuse: () => reject(new AppError('INVALID_INPUT', 'No.')) });
      }),
  };
  // Sound: of the client, saving settings asks for nothing else.
  return { client: { app } as unknown as Parameters<typeof saveSettings>[0], waiting };
}

const shown = () => settingsStore.getState().settings;

beforeEach(() => settingsStore.setState({ settings: settingsSchema.parse({}) }));

it('a change shows at once', async () => {
  const { client, waiting } = slowHost();
  const saved = saveSettings(client, { theme: 'dark' });
  expect(shown()).toMatchObject({ theme: 'dark' });
  waiting[0]?.answer();
  await saved;
});

it('the answer to one change does not take back another that is under way', async () => {
  const { client, waiting } = slowHost();
  const first = saveSettings(client, { theme: 'dark' });
  const second = saveSettings(client, { maxConcurrency: 3 });
  waiting[0]?.answer();
  await first;
  expect(shown()).toMatchObject({ theme: 'dark', maxConcurrency: 3 });
  waiting[1]?.answer();
  await second;
  expect(shown()).toMatchObject({ theme: 'dark', maxConcurrency: 3 });
});

it('a refused change is taken back, and no other', async () => {
  const { client, waiting } = slowHost();
  const first = saveSettings(client, { theme: 'dark' });
  const second = saveSettings(client, { maxConcurrency: 3 });
  waiting[1]?.refuse();
  await expect(second).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  waiting[0]?.answer();
  await first;
  expect(shown()).toMatchObject({ theme: 'dark', maxConcurrency: 10 });
});
