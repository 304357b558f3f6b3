export { canvasCommands } from './commands';
export { WorkflowCanvas, type WorkflowCanvasProps } from './WorkflowCanvas';
