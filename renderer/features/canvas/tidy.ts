import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import type { Position, WorkflowDefinition } from '../../../shared/workflow/schema';
import { CARD_HEIGHT, CARD_WIDTH, stepKeys } from '../editor';

const LAYOUT = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '88',
  'elk.spacing.nodeNode': '40',
  'elk.spacing.componentComponent': '80',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
};

let elk: InstanceType<typeof ELK> | undefined;

/** A fresh place for every step by key, worked out on a worker: a thousand steps take seconds, and the window stays alive meanwhile. */
export async function tidyLayout(definition: WorkflowDefinition): Promise<ReadonlyMap<string, Position>> {
  elk ??= new ELK({ workerFactory: () => new ElkWorker() });
  const keys = stepKeys(definition);
  const ids = new Set(definition.steps.map((step) => step.id));
  const graph: ElkNode = {
    id: 'workflow',
    layoutOptions: LAYOUT,
    children: keys.map((id) => ({ id, width: CARD_WIDTH, height: CARD_HEIGHT })),
    edges: definition.steps.flatMap((step, index) =>
      [...new Set(step.dependsOn)]
        .filter((id) => ids.has(id))
        .map((id) => ({ id: `${id} to ${keys[index]}`, sources: [id], targets: [keys[index] ?? step.id] })),
    ),
  };
  const { children = [] } = await elk.layout(graph);
  return new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x), y: Math.round(y) }]));
}
