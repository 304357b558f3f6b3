import type { WorkflowDefinition, WorkflowStepDefinition } from '../../shared/workflow/schema';

/** A step that is sound by itself. */
export function step(id: string, fields: Partial<WorkflowStepDefinition> = {}): WorkflowStepDefinition {
  return { id, description: '', prompt: `Do ${id}`, ...fields };
}

/** A step that waits for others. */
export function after(id: string, ...dependsOn: string[]): WorkflowStepDefinition {
  return step(id, { dependsOn });
}

export function workflow(steps: readonly WorkflowStepDefinition[], fields: Partial<WorkflowDefinition> = {}): WorkflowDefinition {
  return { name: 'sample', description: '', steps: [...steps], ...fields };
}

const numbered = (index: number): string => `s${index}`;

/** s0 → s1 → s2 … */
export function chain(count: number): WorkflowDefinition {
  return workflow(Array.from({ length: count }, (_, index) => (index === 0 ? step('s0') : after(numbered(index), numbered(index - 1)))));
}

/** One step, then all but two at once, then one that waits for them all. */
export function fanOutFanIn(count: number): WorkflowDefinition {
  const middle = Array.from({ length: count - 2 }, (_, index) => after(numbered(index + 1), 's0'));
  return workflow([step('s0'), ...middle, after(numbered(count - 1), ...middle.map((each) => each.id))]);
}

/** Layers of `width` steps; each step waits for two of the layer before. */
export function layered(layers: number, width: number): WorkflowDefinition {
  const id = (layer: number, place: number) => `l${layer}_${place % width}`;
  return workflow(
    Array.from({ length: layers * width }, (_, index) => {
      const [layer, place] = [Math.floor(index / width), index % width];
      return layer === 0 ? step(id(0, place)) : after(id(layer, place), id(layer - 1, place), id(layer - 1, place + 1));
    }),
  );
}

/** Each step waits for up to three earlier ones, chosen by a seeded generator: the same graph every time. */
export function randomGraph(count: number, seed = 1): WorkflowDefinition {
  const random = seededRandom(seed);
  return workflow(
    Array.from({ length: count }, (_, index) => {
      const dependencies = Array.from({ length: Math.min(index, Math.floor(random() * 4)) }, () => numbered(Math.floor(random() * index)));
      return after(numbered(index), ...new Set(dependencies));
    }),
  );
}

/** Mulberry32: numbers in [0, 1) that depend on the seed alone. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
