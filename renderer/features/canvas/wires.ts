import type { Edge } from '@xyflow/react';
import { stepName, type WorkflowDefinition } from '../../../shared/workflow/schema';
import { stepKeys } from '../editor';

/** A wire: the step `target` waits for the step `source`. */
export type Wire = Edge<WireData, 'wire'>;
export type WireData = {
  /** Lies on a way to a selected step. */
  readonly isUpstream: boolean;
};

const UPSTREAM: WireData = { isUpstream: true };
const ORDINARY: WireData = { isUpstream: false };

/** The wires for a definition, keeping every wire of `before` that would come out the same. Dependencies on nothing have no wire. */
export function reconcileWires(before: Wire[], definition: WorkflowDefinition, selection: readonly string[]): Wire[] {
  const earlier = new Map(before.map((wire) => [wire.id, wire]));
  const keys = stepKeys(definition);
  const ids = new Set(definition.steps.map((step) => step.id));
  const upstream = upstreamOf(definition, selection);
  const names = new Map(definition.steps.map((step) => [step.id, stepName(step)]));
  const wires = definition.steps.flatMap((step, index) => {
    const target = keys[index] ?? step.id;
    return [...new Set(step.dependsOn)]
      .filter((source) => ids.has(source))
      .map((source) => {
        const id = wireId(source, target);
        const data = upstream.has(target) ? UPSTREAM : ORDINARY;
        const ariaLabel = `Wire from ${names.get(source)} to ${stepName(step)}`;
        const old = earlier.get(id);
        if (old?.data === data && old.ariaLabel === ariaLabel) return old;
        return { id, type: 'wire', source, target, data, ariaLabel, selected: old?.selected ?? false } satisfies Wire;
      });
  });
  return wires.length === before.length && wires.every((wire, index) => wire === before[index]) ? before : wires;
}

export function wireId(source: string, target: string): string {
  return `${source}→${target}`;
}

/** The selected steps and all that must be done before them. */
function upstreamOf(definition: WorkflowDefinition, selection: readonly string[]): ReadonlySet<string> {
  if (selection.length === 0) return new Set();
  const keys = stepKeys(definition);
  const dependencies = new Map(definition.steps.map((step, index) => [keys[index] ?? step.id, step.dependsOn ?? []]));
  const reached = new Set<string>();
  const toVisit = [...selection];
  for (let key = toVisit.pop(); key !== undefined; key = toVisit.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    toVisit.push(...(dependencies.get(key) ?? []));
  }
  return reached;
}
