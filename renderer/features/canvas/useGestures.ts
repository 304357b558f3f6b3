import type { Connection, EdgeChange, FinalConnectionState, NodeChange, OnConnectEnd } from '@xyflow/react';
import { type MouseEvent, useMemo } from 'react';
import { wouldCloseCycle } from '../../../shared/workflow/graph';
import { activeDocument, CARD_HEIGHT, CARD_WIDTH, editorStore, moveSteps, presentOf, spliceStep } from '../editor';
import { addStepAt, addWiredStep, connect, editSelected } from './actions';
import { canvasStore, type Flow } from './canvasStore';
import type { StepNode } from './nodes';
import { wireUnder } from './splice';
import type { Wire } from './wires';

/** What the mouse does on an editable canvas. Made once: React Flow renders everything again when a handler changes. */
export function useGestures(flow: Flow) {
  return useMemo(
    () => ({
      onNodeDrag: (_event: unknown, node: StepNode, dragged: StepNode[]) => markSplice(node, dragged),
      onNodeDragStop: (_event: unknown, node: StepNode, dragged: StepNode[]) => drop(node, dragged),
      onSelectionDragStop: (_event: unknown, dragged: StepNode[]) => moveTo(dragged),
      onConnectEnd: ((event, connection) => endWire(flow, event, connection)) satisfies OnConnectEnd,
      isValidConnection: (connection: Connection | Wire) => mayConnect(connection.source, connection.target),
      onNodeClick: (_event: unknown, node: StepNode) => {
        finishLink(node.id);
        chooseSelection();
      },
      onNodeDoubleClick: () => editSelected('prompt'),
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
        const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        addStepAt({ position: { x: x - CARD_WIDTH / 2, y: y - CARD_HEIGHT / 2 } });
      },
    }),
    [flow],
  );
}

/** A click on the step that drawing left selected changes no selection, but says that it is wanted. */
function chooseSelection(): void {
  const document = activeDocument();
  if (document) editorStore.getState().select(document.selection);
}

/** Takes React Flow's changes in; what they say about the selection goes to whoever holds it. */
export function useChanges(select: (keys: readonly string[]) => void) {
  return useMemo(
    () => ({
      onNodesChange: (changes: NodeChange<StepNode>[]) => {
        const own = changes.filter(({ type }) => type !== 'remove' && type !== 'add' && type !== 'replace');
        canvasStore.getState().changeNodes(own);
        if (own.some(({ type }) => type === 'select')) select(selectionAfter(own));
      },
      onEdgesChange: (changes: EdgeChange<Wire>[]) => canvasStore.getState().changeWires(changes.filter(({ type }) => type === 'select')),
    }),
    [select],
  );
}

/** Steps in the order they were selected, so that the newest is last. */
function selectionAfter(changes: readonly NodeChange<StepNode>[]): string[] {
  const now = new Set(canvasStore.getState().nodes.flatMap((node) => (node.selected ? [node.id] : [])));
  const added = changes.flatMap((change) => (change.type === 'select' && change.selected ? [change.id] : []));
  for (const key of added) if (now.delete(key)) now.add(key);
  return [...now];
}

function markSplice(node: StepNode, dragged: readonly StepNode[]): void {
  const { wires, nodes, spliceWire } = canvasStore.getState();
  const found = (dragged.length === 1 && wireUnder(node, wires, nodes)?.id) || null;
  if (found !== spliceWire) canvasStore.setState({ spliceWire: found });
}

function drop(node: StepNode, dragged: readonly StepNode[]): void {
  const { wires, spliceWire } = canvasStore.getState();
  const wire = wires.find(({ id }) => id === spliceWire);
  canvasStore.setState({ spliceWire: null });
  if (!wire) {
    moveTo(dragged);
    return;
  }
  editorStore.getState().apply('Put step into wire', (draft) => {
    moveSteps(draft, { [node.data.step.id]: node.position });
    spliceStep(draft, node.id, { from: wire.source, to: wire.target });
  });
}

function moveTo(dragged: readonly StepNode[]): void {
  const positions = Object.fromEntries(dragged.map((node) => [node.data.step.id, node.position]));
  const label = dragged.length === 1 ? 'Move step' : `Move ${dragged.length} steps`;
  editorStore.getState().apply(label, (draft) => moveSteps(draft, positions));
}

/** A wire may be dropped anywhere on a card, not only on its handle; on empty canvas it gets a step of its own. */
function endWire(flow: Flow, event: globalThis.MouseEvent | TouchEvent, { fromNode, fromHandle, toNode }: FinalConnectionState): void {
  if (!fromNode || !fromHandle) return;
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  if (!point) return;
  const under = document.elementFromPoint(point.clientX, point.clientY);
  const target = under?.closest('.react-flow__node')?.getAttribute('data-id') ?? toNode?.id;
  const startsAtOutput = fromHandle.type === 'source';
  if (target) {
    if (target === fromNode.id && toNode?.id !== target) return; // changed their mind
    if (startsAtOutput) connect(fromNode.id, target);
    else connect(target, fromNode.id);
    return;
  }
  if (!under?.closest('.react-flow__pane')) return;
  const { x, y } = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
  addWiredStep(fromNode.id, startsAtOutput ? 'after' : 'before', { x: startsAtOutput ? x : x - CARD_WIDTH, y: y - CARD_HEIGHT / 2 });
}

function mayConnect(from: string, to: string): boolean {
  const document = activeDocument();
  return document !== undefined && wouldCloseCycle(presentOf(document).steps, from, to) === null;
}

function finishLink(to: string): void {
  const { linkFrom } = canvasStore.getState();
  if (linkFrom === null) return;
  canvasStore.setState({ linkFrom: null, notice: null });
  if (linkFrom !== to) connect(linkFrom, to);
}
