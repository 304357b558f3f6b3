import { impliedAncestors } from '../ancestry';
import { findCycles, spellCycle } from '../cycles';
import { at } from '../graph';
import { jsonPath } from '../jsonPath';
import { suggester } from '../nearest';
import type { WorkflowFix, WorkflowProblem } from '../problems';
import type { Draft } from './draft';

type Suggest = ReturnType<typeof suggester>;

/** What is wrong with `dependsOn`, step by step and in the whole. */
export function checkDependencies(draft: Draft): WorkflowProblem[] {
  const suggest = suggester(draft.graph.indexOf.keys());
  const problems = draft.steps.flatMap((step, index) =>
    (step.dependsOn ?? []).flatMap((dependency, place) => checkDependency(draft, index, dependency, place, suggest)),
  );
  const cycles = cycleProblems(draft);
  return [...problems, ...cycles, ...(cycles.length === 0 ? redundantDependencies(draft) : [])];
}

function checkDependency(draft: Draft, index: number, dependency: string, place: number, suggest: Suggest): WorkflowProblem[] {
  const step = at(draft.steps, index);
  const stepId = at(draft.graph.ids, index);
  const where = { path: dependencyPath(index, place), ...(step.id !== undefined && { stepId }) };
  const fix = remove(stepId, dependency);
  if (!draft.graph.indexOf.has(dependency)) {
    const meant = suggest(dependency);
    const hint = meant ? `Did you mean "${meant}"?` : 'Add that step or remove the dependency.';
    return [
      { severity: 'error', code: 'unknown_dependency', ...where, message: `There is no step "${dependency}" to wait for. ${hint}`, fix },
    ];
  }
  if (dependency === stepId) {
    return [
      { severity: 'error', code: 'self_dependency', ...where, message: `Step "${stepId}" waits for itself: remove that dependency.`, fix },
    ];
  }
  if (step.dependsOn?.indexOf(dependency) !== place) {
    const message = `Step "${stepId}" names "${dependency}" more than once: once is enough.`;
    return [{ severity: 'warning', code: 'duplicate_dependency', ...where, message, fix }];
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
