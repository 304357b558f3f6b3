import { type AncestryQuestion, impliedAncestors } from '../ancestry';
import { at } from '../graph';
import { parseReferences, type StepReference, stepReference } from '../interpolate';
import { jsonPath } from '../jsonPath';
import { suggester } from '../nearest';
import type { WorkflowProblem } from '../problems';
import type { Draft } from './draft';

type Mention = { readonly step: number; readonly reference: StepReference };
type Unordered = Mention & { readonly target: number };

/** `$steps.…` in prompts: does it name a step, and is that step surely done by then? Each variable is reported once per prompt. */
export function checkStepReferences(draft: Draft): WorkflowProblem[] {
  const mentions = draft.steps.flatMap((step, index) =>
    mentionsIn(step.prompt ?? '').map((reference): Mention => ({ step: index, reference })),
  );
  const unknown = mentions.filter(({ reference }) => !draft.graph.indexOf.has(reference.stepId));
  const suggest = suggester(draft.graph.indexOf.keys());
  return [
    ...unknown.map((mention) => unknownReference(draft, mention, suggest(mention.reference.stepId))),
    ...unorderedReferences(draft, mentions),
  ];
}

function mentionsIn(prompt: string): StepReference[] {
  const found = new Map<string, StepReference>();
  for (const token of parseReferences(prompt)) {
    if (token.kind === 'step' && !found.has(written(token))) found.set(written(token), token);
  }
  return [...found.values()];
}

function unknownReference(draft: Draft, { step, reference }: Mention, meant: string | undefined): WorkflowProblem {
  const stepId = at(draft.graph.ids, step);
  const from = written(reference);
  const problem = { severity: 'error', code: 'unknown_step_reference', ...placeOf(draft, step) } as const;
  if (meant === undefined) return { ...problem, message: `${from} names no step of this workflow: correct the id or remove it.` };
  const to = stepReference(meant, reference.field);
  return {
    ...problem,
    message: `${from} names no step of this workflow. Did you mean ${to}?`,
    fix: { kind: 'replace_reference', stepId, from, to, label: `Replace it by ${to}` },
  };
}

function unorderedReferences(draft: Draft, mentions: readonly Mention[]): WorkflowProblem[] {
  const isDirect = directDependencies(draft);
  const candidates = mentions.flatMap((mention): Unordered[] => {
    const target = draft.graph.indexOf.get(mention.reference.stepId);
    return target === undefined || isDirect(mention.step, target) ? [] : [{ ...mention, target }];
  });
  const isUpstream = impliedAncestors(draft.graph, draft.components, candidates.map(upstreamQuestion));
  const unordered = candidates.filter((_, index) => !isUpstream[index]);
  const isDownstream = impliedAncestors(draft.graph, draft.components, unordered.map(downstreamQuestion));
  return unordered.map((mention, index) =>
    unorderedReference(draft, mention, isDownstream[index] || isDirect(mention.target, mention.step)),
  );
}

const upstreamQuestion = ({ step, target }: Unordered): AncestryQuestion => ({ step, ancestor: target });
const downstreamQuestion = ({ step, target }: Unordered): AncestryQuestion => ({ step: target, ancestor: step });

function unorderedReference(draft: Draft, { step, reference, target }: Unordered, isDownstream: boolean | undefined): WorkflowProblem {
  const stepId = at(draft.graph.ids, step);
  const problem = { severity: 'error', code: 'unordered_reference', ...placeOf(draft, step) } as const;
  if (target === step)
    return { ...problem, message: `${written(reference)} is this step's own result, which does not exist yet: remove it.` };
  if (isDownstream) {
    const message = `${written(reference)} cannot be known here: step "${reference.stepId}" itself waits for "${stepId}". Remove it.`;
    return { ...problem, message };
  }
  return {
    ...problem,
    message: `${written(reference)} may not be there yet: step "${stepId}" does not wait for "${reference.stepId}". Add that dependency.`,
    fix: { kind: 'add_dependency', stepId, dependsOn: reference.stepId, label: `Let "${stepId}" wait for "${reference.stepId}"` },
  };
}

function directDependencies({ graph }: Draft): (step: number, on: number) => boolean {
  const count = graph.ids.length;
  const pairs = new Set(graph.dependencies.flatMap((dependencies, step) => dependencies.map((dependency) => step * count + dependency)));
  return (step, on) => pairs.has(step * count + on);
}

function written(reference: StepReference): string {
  return stepReference(reference.stepId, reference.field);
}

function placeOf(draft: Draft, step: number): { readonly path: string; readonly stepId?: string } {
  const stepId = at(draft.steps, step).id;
  return { path: jsonPath(['steps', step, 'prompt']), ...(stepId !== undefined && { stepId }) };
}
