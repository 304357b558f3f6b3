export { Explorer } from './Explorer';
export { openWorkflow } from './workflowActions';
