import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IpcMainEvent, WebContents } from 'electron';
import { expect, test, vi } from 'vitest';
import { electronPort } from '../../../electron/app/electronPort';
import { isFromOwnPage } from '../../../electron/app/guards';
import { TO_HOST } from '../../../shared/ipc/bridge';
import { ElectronDouble } from '../../support/electron-double/inProcess';

vi.mock('electron', () => ({ app: {}, dialog: {}, protocol: {}, shell: {} }));

const OWN = { origin: 'app://stepgraph', parent: null };

function hear(senderFrame: unknown): unknown[] {
  const { page } = new ElectronDouble();
  const heard: unknown[] = [];
  const port = electronPort(page as unknown as WebContents, isFromOwnPage);
  port.onMessage((message) => heard.push(message));
  page.ipc.emit(TO_HOST, { senderFrame } as IpcMainEvent, '["hello"]');
  return heard;
}

test('a message from the top of our own page is heard', () => {
  expect(hear(OWN)).toEqual(['hello']);
});

test.each([
  ['a frame within the page', { ...OWN, parent: {} }],
  ['a frame that is gone already', null],
  ['another host of our scheme', { ...OWN, origin: 'app://other' }],
  ['a look-alike', { ...OWN, origin: 'app://stepgraph.evil.example' }],
  ['the web', { ...OWN, origin: 'https://stepgraph' }],
  ['a file', { ...OWN, origin: 'file://' }],
  ['an opaque origin', { ...OWN, origin: 'null' }],
  ['a page without an address yet', { ...OWN, origin: '' }],
])('a message from %s is not', (_, frame) => {
  expect(hear(frame)).toEqual([]);
});

test('once the document is gone nothing is heard or sent any more', async () => {
  const { page } = new ElectronDouble();
  const heard: unknown[] = [];
  const sent: unknown[] = [];
  page.send = (...message: unknown[]) => void sent.push(message);
  let isClosed = false;
  const port = electronPort(page as unknown as WebContents, () => true);
  port.onMessage((message) => heard.push(message));
  port.onClose(() => {
    isClosed = true;
  });
  page.emit('did-navigate');
  page.ipc.emit(TO_HOST, { senderFrame: OWN }, '["late"]');
  port.send('late');
  await nextTurn();
  expect({ heard, sent, isClosed }).toEqual({ heard: [], sent: [], isClosed: true });
});
