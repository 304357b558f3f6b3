import { type Components, stronglyConnectedComponents } from './components';
import { at, buildGraph, type StepGraph, type StepNode } from './graph';

/** A circle of steps that wait for each other, in the direction of the arrows; the last leads back to the first. */
export type Cycle = readonly number[];

/** Enough to see what is wrong; a definition with more is better looked at than listed. */
const MOST_CYCLES = 50;
const MOST_STEPS_SPELT = 24;

/**
 * The cycles of a graph, each without any step that merely waits behind it. Taking away the closing dependency of each
 * (that of its first step on its last) leaves a graph without cycles. Linear; at most 50 are given.
 */
export function findCycles(graph: StepGraph, components: Components = stronglyConnectedComponents(graph)): Cycle[] {
  const cycles: Cycle[] = [];
  const groups = components.members.filter((group) => group.length > 1).map((group) => [...group].sort((a, b) => a - b));
  for (const group of groups.sort((a, b) => at(a, 0) - at(b, 0))) {
    if (cycles.length >= MOST_CYCLES) break;
    cycles.push(...cyclesWithin(graph, components.of, at(group, 0)).slice(0, MOST_CYCLES - cycles.length));
  }
  return cycles;
}

/** Walks a group depth first; every arrow back into the path walked closes a cycle. */
function cyclesWithin(graph: StepGraph, componentOf: Int32Array, root: number): Cycle[] {
  const cycles: Cycle[] = [];
  const path: number[] = [root];
  const placeOnPath = new Map<number, number>([[root, 0]]);
  const nextArrow = new Map<number, number>();
  const finished = new Set<number>();
  while (path.length > 0 && cycles.length < MOST_CYCLES) {
    const step = at(path, path.length - 1);
    const arrow = nextArrow.get(step) ?? 0;
    const dependent = graph.dependents[step]?.[arrow];
    if (dependent === undefined) {
      path.pop();
      placeOnPath.delete(step);
      finished.add(step);
      continue;
    }
    nextArrow.set(step, arrow + 1);
    if (componentOf[dependent] !== componentOf[root] || finished.has(dependent)) continue;
    const place = placeOnPath.get(dependent);
    if (place !== undefined) cycles.push(path.slice(place));
    else {
      placeOnPath.set(dependent, path.length);
      path.push(dependent);
    }
  }
  return cycles;
}

/** The first cycle of a list of steps by id, spelt from its first step back to it (`['a', 'b', 'a']`), or `null`. */
export function findCycle(steps: readonly StepNode[]): string[] | null {
  const graph = buildGraph(steps);
  const [cycle] = findCycles(graph);
  return cycle ? [...cycle, at(cycle, 0)].map((index) => at(graph.ids, index)) : null;
}

/** `a → b → a`; the middle of a very long cycle is left out. */
export function spellCycle(ids: readonly string[]): string {
  if (ids.length <= MOST_STEPS_SPELT) return ids.join(' → ');
  const half = MOST_STEPS_SPELT / 2;
  return [...ids.slice(0, half), `… ${ids.length - MOST_STEPS_SPELT} more …`, ...ids.slice(-half)].join(' → ');
}
