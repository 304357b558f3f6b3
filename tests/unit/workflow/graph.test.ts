import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { impliedAncestors } from '../../../shared/workflow/ancestry';
import { stronglyConnectedComponents } from '../../../shared/workflow/components';
import { findCycle, findCycles, spellCycle } from '../../../shared/workflow/cycles';
import { at, buildGraph, stepLevels, topologicalOrder, transitiveDependents, wouldCloseCycle } from '../../../shared/workflow/graph';
import { after, chain, step } from '../../support/builders';

//   a ──► b ──► d
//   └───► c ────┘     e
const diamond = [step('a'), after('b', 'a'), after('c', 'a'), after('d', 'b', 'c'), step('e')];
const ids = (steps: typeof diamond, indices: readonly number[]) => indices.map((index) => at(steps, index).id);

/** Any graph of a few steps, cycles and all. */
const anyGraph = fc
  .integer({ min: 1, max: 8 })
  .chain((count) => fc.array(fc.uniqueArray(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }))
  .map((edges) =>
    edges.map((dependencies, index) => after(`s${index}`, ...dependencies.filter((each) => each !== index).map((each) => `s${each}`))),
  );

/** Upstream by definition: reachable over dependencies, at least one of them. */
function upstreamOf(steps: typeof diamond, id: string): Set<string> {
  const found = new Set(steps.find((each) => each.id === id)?.dependsOn);
  for (const each of found) for (const next of steps.find((other) => other.id === each)?.dependsOn ?? []) found.add(next);
  return found;
}

describe('the graph of a workflow', () => {
  it('orders steps by level, ties in definition order', () => {
    const steps = [after('late', 'mid'), after('mid', 'first'), step('first'), step('other'), after('twin', 'first')];
    expect(ids(steps, topologicalOrder(buildGraph(steps)))).toEqual(['first', 'other', 'mid', 'twin', 'late']);
    expect(stepLevels(buildGraph(diamond))).toEqual([0, 1, 1, 2, 0]);
  });

  it('puts steps on and behind a cycle on the level after all others', () => {
    const steps = [after('a', 'b'), after('b', 'a'), after('c', 'b'), step('d'), after('e', 'd')];
    expect(stepLevels(buildGraph(steps))).toEqual([2, 2, 2, 0, 1]);
  });

  it('knows what waits for a step, directly and through others', () => {
    expect(ids(diamond, transitiveDependents(buildGraph(diamond), 0))).toEqual(['b', 'c', 'd']);
    expect(ids(diamond, transitiveDependents(buildGraph(diamond), 4))).toEqual([]);
  });

  it('takes unknown, repeated and own ids in dependsOn for nothing', () => {
    const graph = buildGraph([after('a', 'a', 'x'), after('b', 'a', 'a')]);
    expect(graph.dependencies).toEqual([[], [0]]);
    expect(graph.dependents).toEqual([[1], []]);
  });
});

describe('wouldCloseCycle', () => {
  it('spells the shortest cycle a new dependency would close', () => {
    expect(wouldCloseCycle(diamond, 'd', 'a')).toEqual(['d', 'a', 'b', 'd']);
    expect(wouldCloseCycle(diamond, 'b', 'a')).toEqual(['b', 'a', 'b']);
    expect(wouldCloseCycle(diamond, 'a', 'a')).toEqual(['a', 'a']);
  });

  it('allows what closes none', () => {
    expect(wouldCloseCycle(diamond, 'a', 'd')).toBeNull();
    expect(wouldCloseCycle(diamond, 'e', 'a')).toBeNull();
    expect(wouldCloseCycle(diamond, 'nobody', 'a')).toBeNull();
  });

  it('refuses exactly the dependencies that would make a cycle', () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(7), fc.nat(7), (steps, from, to) => {
        fc.pre(from < steps.length && to < steps.length && findCycle(steps) === null);
        const changed = steps.map((each, index) => (index === to ? after(each.id, ...(each.dependsOn ?? []), `s${from}`) : each));
        const closes = from === to || findCycle(changed) !== null;
        expect(wouldCloseCycle(steps, `s${from}`, `s${to}`) !== null).toBe(closes);
      }),
    );
  });
});

describe('findCycles', () => {
  it('names the cycle itself and no innocent step downstream or upstream of it', () => {
    const steps = [step('start'), after('a', 'start', 'c'), after('b', 'a'), after('c', 'b'), after('end', 'c')];
    expect(findCycle(steps)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('finds every independent cycle', () => {
    const steps = [after('a', 'b'), after('b', 'a'), after('c', 'd'), after('d', 'c', 'b')];
    expect(findCycles(buildGraph(steps)).map((cycle) => ids(steps, cycle))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('gives real cycles, and taking away their closing dependencies leaves none', () => {
    fc.assert(
      fc.property(anyGraph, (steps) => {
        const graph = buildGraph(steps);
        const cycles = findCycles(graph);
        const isCyclic = steps.some((each) => upstreamOf(steps, each.id).has(each.id));
        expect(cycles.length > 0).toBe(isCyclic);
        for (const cycle of cycles) {
          cycle.forEach((index, place) => {
            expect(graph.dependencies[index]).toContain(cycle.at(place - 1));
          });
        }
        const closing = new Set(cycles.map((cycle) => `${cycle[0]}<${cycle.at(-1)}`));
        const opened = steps.map((each, index) =>
          after(each.id, ...(each.dependsOn ?? []).filter((id) => !closing.has(`${index}<${graph.indexOf.get(id)}`))),
        );
        expect(findCycle(opened)).toBeNull();
      }),
    );
  });

  it('takes a cycle of ten thousand steps without running out of stack, and spells it briefly', () => {
    const steps = chain(10_000).steps.map((each, index) => (index === 0 ? after('s0', 's9999') : each));
    const cycle = findCycle(steps);
    expect(cycle).toHaveLength(10_001);
    expect(spellCycle(cycle ?? [])).toMatch(/^s0 → s1 → .* → … 9977 more … → .* → s9999 → s0$/);
  });
});

describe('impliedAncestors', () => {
  it('answers like walking upstream from each other dependency', () => {
    fc.assert(
      fc.property(anyGraph, (steps) => {
        const graph = buildGraph(steps);
        const questions = steps.flatMap((_, own) => steps.map((__, ancestor) => ({ step: own, ancestor })));
        const answers = impliedAncestors(graph, stronglyConnectedComponents(graph), questions);
        questions.forEach(({ step: own, ancestor }, index) => {
          const [ownId, ancestorId] = [at(steps, own).id, at(steps, ancestor).id];
          const upstream = upstreamOf(steps, ownId);
          const isOnCycleWithOwn = upstream.has(ancestorId) && upstreamOf(steps, ancestorId).has(ownId);
          const isOnCycle = upstreamOf(steps, ancestorId).has(ancestorId);
          const throughAnother = (at(steps, own).dependsOn ?? []).some((each) => upstreamOf(steps, each).has(ancestorId));
          expect(answers[index]).toBe(isOnCycleWithOwn || throughAnother || (isOnCycle && upstream.has(ancestorId)));
        });
      }),
    );
  });

  it('keeps apart more ancestors than fit in one block', () => {
    const steps = chain(3_000).steps;
    const graph = buildGraph(steps);
    const questions = steps.flatMap((_, index) => [
      { step: index, ancestor: 2_999 - index },
      { step: 2_999, ancestor: index },
    ]);
    const answers = impliedAncestors(graph, stronglyConnectedComponents(graph), questions);
    expect(answers).toEqual(questions.map(({ step: own, ancestor }) => ancestor < own - 1));
  });
});
