import type { Components } from './components';
import type { StepGraph } from './graph';

export type AncestryQuestion = { readonly step: number; readonly ancestor: number };

/** How many ancestors are followed at once: keeps a row of bits in the processor's cache. */
const BLOCK = 1024;
const WORD_BITS = 32;

/**
 * Answers many questions at once: is `ancestor` upstream of `step` through at least one step between them?
 * (A direct dependency alone does not count.) Steps on one cycle are upstream of each other.
 * One bit per asked-for ancestor is carried along the arrows: dependencies × ancestors / 32 operations and a few megabytes, whatever the graph.
 */
export function impliedAncestors(graph: StepGraph, components: Components, questions: readonly AncestryQuestion[]): boolean[] {
  const answers = questions.map(() => false);
  const asked = [...new Set(questions.map((question) => components.of[question.ancestor] ?? 0))];
  const byComponent = Map.groupBy(
    questions.map((question, index) => ({
      index,
      ancestor: components.of[question.ancestor] ?? 0,
      component: components.of[question.step] ?? 0,
    })),
    (question) => question.component,
  );
  const upstream = components.members.map((members, component) => upstreamGroups(graph, components, members, component));
  const rows = new Int32Array(components.members.length * (BLOCK / WORD_BITS));
  for (let first = 0; first < asked.length; first += BLOCK) {
    const bitOf = new Map(asked.slice(first, first + BLOCK).map((component, bit) => [component, bit]));
    spread(upstream, components, bitOf, rows, (component, hasBit) => {
      for (const { index, ancestor } of byComponent.get(component) ?? []) {
        const bit = bitOf.get(ancestor);
        if (bit === undefined) continue;
        answers[index] = ancestor === component ? isCycle(components, component) : hasBit(bit);
      }
    });
  }
  return answers;
}

/** Fills `rows` group by group; `onImplied` sees each group's row before its direct dependencies are added. */
function spread(
  upstream: readonly (readonly number[])[],
  components: Components,
  bitOf: ReadonlyMap<number, number>,
  rows: Int32Array,
  onImplied: (component: number, hasBit: (bit: number) => boolean) => void,
): void {
  const width = Math.ceil(bitOf.size / WORD_BITS);
  rows.fill(0);
  upstream.forEach((groups, component) => {
    const row = component * width;
    const addBit = (group: number) => {
      const bit = bitOf.get(group);
      if (bit !== undefined) rows[row + (bit >> 5)] = (rows[row + (bit >> 5)] ?? 0) | (1 << (bit & 31));
    };
    for (const group of groups) {
      const from = group * width;
      for (let word = 0; word < width; word++) rows[row + word] = (rows[row + word] ?? 0) | (rows[from + word] ?? 0);
      if (isCycle(components, group)) addBit(group);
    }
    // Around a cycle, what one step waits for directly is upstream of the others through it.
    if (isCycle(components, component)) groups.forEach(addBit);
    onImplied(component, (bit) => (((rows[row + (bit >> 5)] ?? 0) >>> (bit & 31)) & 1) === 1);
    groups.forEach(addBit);
  });
}

function upstreamGroups(graph: StepGraph, components: Components, members: readonly number[], component: number): number[] {
  const groups: number[] = [];
  for (const member of members) {
    for (const dependency of graph.dependencies[member] ?? []) {
      const group = components.of[dependency] ?? component;
      if (group !== component) groups.push(group);
    }
  }
  return groups;
}

function isCycle(components: Components, component: number): boolean {
  return (components.members[component]?.length ?? 0) > 1;
}
