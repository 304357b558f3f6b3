import type { WebContents } from 'electron';
import { vi } from 'vitest';
import { electronPort } from '../../../electron/app/electronPort';
import { bridgePort } from '../../../renderer/host/pagePorts';
import { BRIDGE } from '../../../shared/ipc/bridge';
import { ElectronDouble } from '../../support/electron-double/inProcess';
import { describeCarrier } from './conformance';

// The real preload script and the real host's end, with Electron's own part in between replaced.
describeCarrier('Electron', async () => {
  const electron = new ElectronDouble();
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  await import('../../../electron/preload');
  const page = electron.page as unknown as WebContents; // the double has what electronPort uses
  return {
    caller: bridgePort(electron.bridge(BRIDGE)),
    host: electronPort(page, () => true),
    close: () => electron.destroy(),
  };
});
