export { ProcessesPanel } from './ProcessesPanel';
export { followProcesses, useProcessCount } from './processesStore';
