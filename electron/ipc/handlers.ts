import type { StepgraphHandlers } from '../../shared/ipc/contract';
import type { AppInfo } from '../../shared/ipc/contract/app';
import { appHandlers } from './app';
import { connectionHandlers } from './connections';
import type { HostServices } from './hostServices';
import { outputHandlers } from './outputs';
import { permissionHandlers } from './permissions';
import { priceHandlers } from './prices';
import { processHandlers } from './processes';
import { runHandlers } from './runs';
import { secretHandlers } from './secrets';
import { sessionHandlers } from './sessions';
import { workflowHandlers } from './workflows';

/** Everything the contract asks for, answered by a host. */
export function createHandlers(services: HostServices, carrier: AppInfo['carrier']): StepgraphHandlers {
  return {
    app: appHandlers(services, carrier),
    workflows: workflowHandlers(services),
    runs: runHandlers(services),
    sessions: sessionHandlers(services),
    connections: connectionHandlers(services),
    processes: processHandlers(services),
    outputs: outputHandlers(services),
    secrets: secretHandlers(services),
    permissions: permissionHandlers(services),
    prices: priceHandlers(services),
  };
}
