import { impliedAncestors } from '../ancestry';
import { findCycles, spellCycle } from '../cycles';
import { at } from '../graph';
import { jsonPath } from '../jsonPath';
import { suggester } from '../nearest';
import type { WorkflowFix, WorkflowProblem } from '../problems';
import type { Draft } from './draft';

/** One entry of a `dependsOn`. */
type Mention = { readonly step: number; readonly place: number; readonly id: string; readonly isRepeated: boolean };

/** What is wrong with `dependsOn`, entry by entry and in the whole. */
export function checkDependencies(draft: Draft): WorkflowProblem[] {
  const suggest = suggester(draft.graph.indexOf.keys());
  const problems = draft.steps.flatMap((_, step) => mentionsOf(draft, step).flatMap((mention) => checkMention(draft, mention, suggest)));
  const cycles = cycleProblems(draft);
  return [...problems, ...cycles, ...(cycles.length === 0 ? redundantDependencies(draft) : [])];
}

function mentionsOf(draft: Draft, step: number): Mention[] {
  const seen = new Set<string>();
  return (at(draft.steps, step).dependsOn ?? []).map((id, place) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return { step, place, id, isRepeated };
  });
}

function checkMention(
  draft: Draft,
  { step, place, id, isRepeated }: Mention,
  suggest: (name: string) => string | undefined,
): WorkflowProblem[] {
  const stepId = at(draft.graph.ids, step);
  const named = at(draft.steps, step).id;
  const problem = { path: dependencyPath(step, place), ...(named !== undefined && { stepId }), fix: remove(stepId, id) };
  if (isRepeated) {
    const message = `Step "${stepId}" names "${id}" more than once: once is enough.`;
    return [{ severity: 'warning', code: 'duplicate_dependency', message, ...problem }];
  }
  if (!draft.graph.indexOf.has(id)) {
    const meant = suggest(id);
    const hint = meant ? `Did you mean "${meant}"?` : 'Add that step or remove the dependency.';
    return [{ severity: 'error', code: 'unknown_dependency', message: `There is no step "${id}" to wait for. ${hint}`, ...problem }];
  }
  if (id === stepId) {
    return [
      { severity: 'error', code: 'self_dependency', message: `Step "${stepId}" waits for itself: remove that dependency.`, ...problem },
    ];
  }
  return [];
}

function cycleProblems(draft: Draft): WorkflowProblem[] {
  return findCycles(draft.graph, draft.components).map((cycle) => {
    const ids = [...cycle, at(cycle, 0)].map((index) => at(draft.graph.ids, index));
    const stepId = at(ids, 0);
    const closing = at(ids, ids.length - 2);
    const place = at(draft.steps, at(cycle, 0)).dependsOn?.indexOf(closing) ?? 0;
    return {
      severity: 'error',
      code: 'cycle',
      path: dependencyPath(at(cycle, 0), place),
      stepId,
      message: `These steps wait for each other in a circle, so none can start: ${spellCycle(ids)}. Remove one of these dependencies.`,
      fix: remove(stepId, closing),
    };
  });
}

function redundantDependencies(draft: Draft): WorkflowProblem[] {
  const questions = draft.graph.dependencies.flatMap((dependencies, step) =>
    dependencies.length > 1 ? dependencies.map((ancestor) => ({ step, ancestor })) : [],
  );
  const isImplied = impliedAncestors(draft.graph, draft.components, questions);
  return questions
    .filter((_, index) => isImplied[index])
    .map(({ step, ancestor }) => {
      const stepId = at(draft.graph.ids, step);
      const dependency = at(draft.graph.ids, ancestor);
      return {
        severity: 'warning',
        code: 'redundant_dependency',
        path: dependencyPath(step, at(draft.steps, step).dependsOn?.indexOf(dependency) ?? 0),
        stepId,
        message: `Step "${stepId}" waits for "${dependency}" anyway, through another dependency: this one can go.`,
        fix: remove(stepId, dependency),
      };
    });
}

function remove(stepId: string, dependsOn: string): WorkflowFix {
  return { kind: 'remove_dependency', stepId, dependsOn, label: `Remove the dependency on "${dependsOn}"` };
}

function dependencyPath(step: number, place: number): string {
  return jsonPath(['steps', step, 'dependsOn', place]);
}
