import { ReactFlowProvider } from '@xyflow/react';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { CodeView, JsonView, useEditor } from '../editor';
import { FlowCanvas } from './FlowCanvas';
import { Outline } from './Outline';

export type WorkflowCanvasProps = {
  /** Shown instead of the document in front: the definition of an old run. */
  readonly definition?: WorkflowDefinition;
  readonly readOnly?: boolean;
  /** Told about the selected steps when `definition` is given; otherwise the document keeps them. */
  readonly onSelect?: (stepIds: readonly string[]) => void;
};

/** The workflow in the view that is chosen: the document in front for editing, or a given definition to look at, always as cards and wires. */
export function WorkflowCanvas(props: WorkflowCanvasProps) {
  const view = useEditor((state) => (props.definition ? 'visual' : state.view));
  switch (view) {
    case 'json':
      return <JsonView />;
    case 'code':
      return <CodeView />;
    case 'outline':
      return <Outline />;
    case 'visual':
      return (
        <ReactFlowProvider>
          <FlowCanvas {...props} />
        </ReactFlowProvider>
      );
  }
}
