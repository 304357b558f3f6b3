import { at, type StepGraph } from './graph';

/** Groups of steps that all wait for each other; a group of one is a step on no cycle. */
export type Components = {
  /** Per step, the position of its group in `members`. */
  readonly of: Int32Array;
  /** Groups, each after all groups it waits for. */
  readonly members: readonly (readonly number[])[];
};

/**
 * Strongly connected components in linear time, without recursion so that depth costs no stack.
 * R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972.
 */
export function stronglyConnectedComponents(graph: StepGraph): Components {
  const count = graph.ids.length;
  const of = new Int32Array(count).fill(-1);
  const members: number[][] = [];
  const visitedAs = new Int32Array(count);
  const lowest = new Int32Array(count);
  const nextEdge = new Int32Array(count);
  const open: number[] = [];
  let visits = 0;

  const enter = (step: number, path: number[]) => {
    visitedAs[step] = lowest[step] = ++visits;
    open.push(step);
    path.push(step);
  };
  const close = (root: number) => {
    const from = open.lastIndexOf(root);
    const group = open.splice(from);
    for (const step of group) of[step] = members.length;
    members.push(group);
  };

  for (let root = 0; root < count; root++) {
    if (visitedAs[root] !== 0) continue;
    const path: number[] = [];
    enter(root, path);
    while (path.length > 0) {
      const step = at(path, path.length - 1);
      const dependency = graph.dependencies[step]?.[nextEdge[step] ?? 0];
      if (dependency !== undefined) {
        nextEdge[step] = (nextEdge[step] ?? 0) + 1;
        if (visitedAs[dependency] === 0) enter(dependency, path);
        else if (of[dependency] === -1) lower(lowest, step, visitedAs[dependency] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(lowest, parent, lowest[step] ?? 0);
      if (lowest[step] === visitedAs[step]) close(step);
    }
  }
  return { of, members };
}

function lower(values: Int32Array, index: number, value: number): void {
  values[index] = Math.min(values[index] ?? value, value);
}
