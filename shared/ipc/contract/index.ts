import type { Client, Handlers } from '../define';
import { appContract } from './app';
import { connectionsContract } from './connections';
import { outputsContract } from './outputs';
import { permissionsContract } from './permissions';
import { pricesContract } from './prices';
import { processesContract } from './processes';
import { runsContract } from './runs';
import { secretsContract } from './secrets';
import { sessionsContract } from './sessions';
import { workflowsContract } from './workflows';

/** All a window can ask of a host. */
export const contract = {
  app: appContract,
  workflows: workflowsContract,
  runs: runsContract,
  sessions: sessionsContract,
  connections: connectionsContract,
  processes: processesContract,
  outputs: outputsContract,
  secrets: secretsContract,
  permissions: permissionsContract,
  prices: pricesContract,
};

export type StepgraphContract = typeof contract;
export type StepgraphClient = Client<StepgraphContract>;
export type StepgraphHandlers = Handlers<StepgraphContract>;
