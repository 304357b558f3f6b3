export { attempt } from './attempt';
export { Explorer } from './Explorer';
export { openWorkflow } from './workflowActions';
