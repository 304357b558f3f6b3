import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { describeCarrier } from './conformance';

describeCarrier('memory', async () => {
  const [caller, host] = memoryPorts();
  return { caller, host, close: () => host.close() };
});
