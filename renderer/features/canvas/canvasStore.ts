import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange, type ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { Position, WorkflowDefinition } from '../../../shared/workflow/schema';
import { reconcileNodes, type StepNode } from './nodes';
import { reconcileWires, type Wire } from './wires';

export type Flow = ReactFlowInstance<StepNode, Wire>;

type CanvasState = {
  readonly nodes: StepNode[];
  readonly wires: Wire[];
  /** A sentence about what was just refused or what the canvas waits for. */
  readonly notice: Notice | null;
  /** The step that a keyboard link starts from, while its end is being chosen. */
  readonly linkFrom: string | null;
  /** The wire a dragged step would be spliced into if it were dropped now. */
  readonly spliceWire: string | null;
  readonly isReadOnly: boolean;
  /** What of the workflow is in sight to be edited by commands. */
  readonly surface: 'canvas' | 'outline' | null;
  /** The mounted canvas, for commands that move the view. */
  readonly flow: Flow | null;

  /** Draws a definition, touching only what changed. */
  show(definition: WorkflowDefinition, selection: readonly string[]): void;
  changeNodes(changes: NodeChange<StepNode>[]): void;
  changeWires(changes: EdgeChange<Wire>[]): void;
  place(positions: ReadonlyMap<string, Position>): void;
  notify(notice: Notice | null): void;
  dismissRefusal(): void;
  /** Forgets what was drawn: its canvas is gone. */
  clear(): void;
};

export type Notice = { readonly tone: 'refusal' | 'prompt'; readonly text: string };

/** What changes with every frame of a gesture. A drag lives here until it is dropped; only then is it one edit of the document. */
export const canvasStore = create<CanvasState>()((set) => ({
  nodes: [],
  wires: [],
  notice: null,
  linkFrom: null,
  spliceWire: null,
  isReadOnly: false,
  surface: null,
  flow: null,

  show: (definition, selection) =>
    set(({ nodes, wires }) => ({
      nodes: reconcileNodes(nodes, definition, selection),
      wires: reconcileWires(wires, definition, selection),
    })),
  changeNodes: (changes) => set(({ nodes }) => ({ nodes: applyNodeChanges(changes, nodes) })),
  changeWires: (changes) => set(({ wires }) => ({ wires: applyEdgeChanges(changes, wires) })),
  place: (positions) =>
    set(({ nodes }) => ({
      nodes: nodes.map((node) => {
        const position = positions.get(node.id);
        return position ? { ...node, position } : node;
      }),
    })),
  notify: (notice) => set({ notice }),
  clear: () => set({ nodes: [], wires: [], notice: null, linkFrom: null, spliceWire: null, isReadOnly: false, surface: null, flow: null }),
  dismissRefusal: () => set(({ notice }) => (notice?.tone === 'refusal' ? { notice: null } : {})),
}));
