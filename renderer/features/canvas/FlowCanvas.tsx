import { Background, MiniMap, ReactFlow, SelectionMode, useReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { editorStore, useActiveDefinition, useActiveDocument } from '../editor';
import { CanvasControls } from './CanvasControls';
import { CanvasNotice } from './CanvasNotice';
import { canvasStore } from './canvasStore';
import { DetailContext, detailAt } from './detail';
import { EmptyCanvas } from './EmptyCanvas';
import styles from './FlowCanvas.module.css';
import { hasRoomForMinimap, MINIMAP } from './minimap';
import type { StepNode } from './nodes';
import { StepCard } from './StepCard';
import { useChanges, useGestures } from './useGestures';
import { WireEdge } from './WireEdge';
import { WireLayer } from './WireLayer';
import type { WorkflowCanvasProps } from './WorkflowCanvas';
import type { Wire } from './wires';

const NODE_TYPES = { step: StepCard };
const EDGE_TYPES = { wire: WireEdge };
const NO_WIRES: Wire[] = [];
const NOTHING: readonly string[] = [];
const SNAP: [number, number] = [8, 8];
const FIT = { padding: 0.16, maxZoom: 1 };
const ORIGIN = { x: 0, y: 0, zoom: 1 };
const ADD_KEYS = ['Meta', 'Control', 'Shift'];

/** The canvas proper: React Flow drawing what `canvasStore` holds. */
export function FlowCanvas({ definition: given, readOnly = given !== undefined, onSelect }: WorkflowCanvasProps) {
  const document = useActiveDocument();
  const active = useActiveDefinition();
  const definition = given ?? active;
  const subject = given ?? document?.id;
  const [ownSelection, setOwnSelection] = useState(NOTHING);
  const selection = given ? ownSelection : (document?.selection ?? NOTHING);
  const select = useCallback(
    (keys: readonly string[]) => {
      if (!given) return editorStore.getState().select(keys);
      setOwnSelection(keys);
      onSelect?.(keys);
    },
    [given, onSelect],
  );
  const flow = useReactFlow<StepNode, Wire>();
  const nodes = canvasStore((state) => state.nodes);
  const wires = canvasStore((state) => state.wires);
  const changes = useChanges(select);
  const gestures = useGestures(flow);
  const detail = useStore((state) => detailAt(state.transform[2]));
  const withMinimap = useStore(hasRoomForMinimap);
  const isFar = detail === 'overview' || detail === 'dots';

  // Cleared before the next canvas draws, which may be mounted in the same moment.
  useLayoutEffect(() => () => canvasStore.getState().clear(), []);
  useLayoutEffect(() => {
    if (definition) canvasStore.getState().show(definition, selection);
  }, [definition, selection]);
  // The next edit settles what was refused.
  useEffect(() => canvasStore.getState().dismissRefusal(), [definition]);
  useEffect(() => {
    canvasStore.setState({ flow, surface: 'canvas', isReadOnly: readOnly });
  }, [flow, readOnly]);
  // Another subject is another drawing, to be seen whole.
  useEffect(() => {
    // React Flow keeps a fit of nothing for later and would move the view under the first step somebody adds.
    const frame = requestAnimationFrame(() => void (flow.getNodes().length > 0 ? flow.fitView(FIT) : flow.setViewport(ORIGIN)));
    return () => cancelAnimationFrame(frame);
  }, [flow, subject]);

  if (!definition) return null;
  return (
    <DetailContext value={detail}>
      <ReactFlow<StepNode, Wire>
        aria-label="Workflow canvas"
        data-surface="canvas"
        tabIndex={0}
        className={styles.canvas}
        nodes={nodes}
        edges={isFar ? NO_WIRES : wires}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        {...changes}
        {...(readOnly ? {} : gestures)}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={ADD_KEYS}
        selectionMode={SelectionMode.Partial}
        connectOnClick={false}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.04}
        maxZoom={2}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} size={1.5} color="var(--color-grid)" />
        {isFar && <WireLayer wires={wires} />}
        {nodes.length > 0 && withMinimap && (
          <MiniMap pannable zoomable className={styles.minimap} style={MINIMAP} ariaLabel="Minimap" nodeBorderRadius={24} />
        )}
        <CanvasControls />
        {!readOnly && <CanvasNotice />}
        {nodes.length === 0 && <EmptyCanvas readOnly={readOnly} />}
      </ReactFlow>
    </DetailContext>
  );
}
