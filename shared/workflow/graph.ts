/** A workflow's steps as a graph over their positions. An arrow leads from a step to the steps that wait for it, as on the canvas. */

export type StepNode = { readonly id: string; readonly dependsOn?: readonly string[] | undefined };

export type StepGraph = {
  readonly ids: readonly string[];
  /** Of several steps with one id the first counts. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Per step, the steps it waits for: known ones, each once, never itself. */
  readonly dependencies: readonly (readonly number[])[];
  /** Per step, the steps that wait for it, in definition order. */
  readonly dependents: readonly (readonly number[])[];
};

/** Builds the graph of any list of steps, also of a faulty one. Linear in steps and dependencies. */
export function buildGraph(steps: readonly StepNode[]): StepGraph {
  const indexOf = new Map<string, number>();
  steps.forEach((step, index) => {
    if (!indexOf.has(step.id)) indexOf.set(step.id, index);
  });
  const dependents: number[][] = steps.map(() => []);
  const dependencies = steps.map((step, index) => {
    const known = new Set<number>();
    for (const id of step.dependsOn ?? []) {
      const dependency = indexOf.get(id);
      if (dependency === undefined || dependency === index || known.has(dependency)) continue;
      known.add(dependency);
      dependents[dependency]?.push(index);
    }
    return [...known];
  });
  return { ids: steps.map((step) => step.id), indexOf, dependencies, dependents };
}

/** Per step, the length of the longest chain of dependencies before it. Steps on or behind a cycle share the level after all others. */
export function stepLevels(graph: StepGraph): number[] {
  const waitingFor = graph.dependencies.map((list) => list.length);
  const levels: number[] = graph.ids.map(() => 0);
  const queue = graph.ids.map((_, index) => index).filter((index) => waitingFor[index] === 0);
  for (let head = 0; head < queue.length; head++) {
    const index = at(queue, head);
    for (const dependent of at(graph.dependents, index)) {
      levels[dependent] = Math.max(at(levels, dependent), at(levels, index) + 1);
      waitingFor[dependent] = at(waitingFor, dependent) - 1;
      if (waitingFor[dependent] === 0) queue.push(dependent);
    }
  }
  if (queue.length < levels.length) {
    const last = queue.reduce((most, index) => Math.max(most, at(levels, index) + 1), 0);
    for (let index = 0; index < levels.length; index++) if (at(waitingFor, index) > 0) levels[index] = last;
  }
  return levels;
}

/** Positions of all steps such that dependencies come first: by level, ties in definition order. */
export function topologicalOrder(graph: StepGraph): number[] {
  const byLevel: number[][] = [];
  stepLevels(graph).forEach((level, index) => {
    byLevel[level] ??= [];
    byLevel[level].push(index);
  });
  return byLevel.flat();
}

/** Everything that waits for the step, directly or through others, nearest first; without the step itself unless it lies on a cycle. */
export function transitiveDependents(graph: StepGraph, index: number): number[] {
  const found = new Set<number>(graph.dependents[index]);
  for (const dependent of found) for (const next of at(graph.dependents, dependent)) found.add(next);
  return [...found];
}

/**
 * What would go wrong if `to` waited for `from`: the shortest cycle this would close, spelt in the direction of the arrows
 * (`['b', 'c', 'b']`), or `null` where the dependency is harmless.
 */
export function wouldCloseCycle(steps: readonly StepNode[], from: string, to: string): string[] | null {
  if (from === to) return [from, to];
  const graph = buildGraph(steps);
  const start = graph.indexOf.get(to);
  const target = graph.indexOf.get(from);
  if (start === undefined || target === undefined) return null;
  const path = shortestPath(graph, start, target);
  return path && [from, ...path.map((index) => at(graph.ids, index))];
}

function shortestPath(graph: StepGraph, start: number, target: number): number[] | null {
  const cameFrom = new Map<number, number>([[start, start]]);
  for (const [index] of cameFrom) {
    if (index === target) return walkBack(cameFrom, start, target);
    for (const dependent of at(graph.dependents, index)) if (!cameFrom.has(dependent)) cameFrom.set(dependent, index);
  }
  return null;
}

function walkBack(cameFrom: ReadonlyMap<number, number>, start: number, target: number): number[] {
  const path = [target];
  for (let index = target; index !== start; path.push(index)) index = cameFrom.get(index) ?? start;
  return path.reverse();
}

/** The element at a position that is known to exist; a missing one is a bug. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new Error(`No element at ${index}`);
  return element;
}
