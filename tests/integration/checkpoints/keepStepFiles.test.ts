import { expect, it } from 'vitest';
import { text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';
import { Machine } from '../cli/commandLine';

const workflow = { name: 'w', steps: [{ id: 'a', prompt: 'Go' }] };
const DONE_WITH_FILES = { label: 'a done', automatic: true, files: { fileCount: expect.any(Number) } };

it('steps keep their files when the library is asked for it, whatever Settings say', async () => {
  const kept = async (keepStepFiles: boolean) => {
    await using test = await startTestSdk(text('Done.'), { keepStepFiles });
    const { steps } = await test.sdk.workflow.run(workflow);
    const session = await test.sdk.resumeSession(steps[0]?.sessionId ?? '');
    return session.listCheckpoints();
  };
  expect((await kept(true)).at(-1)).toMatchObject(DONE_WITH_FILES);
  expect((await kept(false)).at(-1)).not.toHaveProperty('files');
});

it('steps keep their files when the terminal is asked for it', async () => {
  using machine = new Machine();
  const file = machine.write('w.json', workflow);
  const { steps } = JSON.parse((await machine.run('run', file, '--rehearse', '--keep-files', '--json')).out);
  const [newest] = JSON.parse((await machine.run('checkpoints', 'list', steps[0].sessionId, '--json')).out);
  expect(newest).toMatchObject(DONE_WITH_FILES);
});
