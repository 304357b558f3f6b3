import type { StepgraphHandlers } from '../../shared/ipc/contract';
import type { AppInfo } from '../../shared/ipc/contract/app';
import type { HostServices } from './hostServices';

export function appHandlers({ app }: HostServices, carrier: AppInfo['carrier']): StepgraphHandlers['app'] {
  return {
    info: () => ({ ...app.info(), carrier }),
    catalog: () => app.catalog(),
    settings: () => app.settings(),
    saveSettings: (change) => app.saveSettings(change),
  };
}
