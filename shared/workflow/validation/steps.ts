import { jsonPath } from '../jsonPath';
import type { WorkflowProblem } from '../problems';
import { STEP_ID_PATTERN } from '../schema';
import type { Draft } from './draft';

/** Names, ids and prompts, each by itself. */
export function checkSteps(draft: Draft): WorkflowProblem[] {
  const problems: WorkflowProblem[] = [];
  if (draft.name !== undefined && draft.name.trim() === '') {
    problems.push({ severity: 'error', code: 'empty_name', path: '$.name', message: 'Give the workflow a name.' });
  }
  if (draft.hasSteps && draft.steps.length === 0) {
    problems.push({ severity: 'error', code: 'no_steps', path: '$.steps', message: 'The workflow has no steps: add at least one.' });
  }
  draft.steps.forEach((step, index) => {
    if (step.id !== undefined) problems.push(...checkId(draft, step.id, index));
    if (step.prompt !== undefined && step.prompt.trim() === '') {
      const path = jsonPath(['steps', index, 'prompt']);
      const message = `Step ${step.id === undefined ? index : `"${step.id}"`} has no prompt: say what it shall do.`;
      problems.push({ severity: 'error', code: 'empty_prompt', path, ...(step.id !== undefined && { stepId: step.id }), message });
    }
  });
  return problems;
}

function checkId(draft: Draft, id: string, index: number): WorkflowProblem[] {
  const place = { severity: 'error', path: jsonPath(['steps', index, 'id']), stepId: id } as const;
  const problems: WorkflowProblem[] = [];
  if (!STEP_ID_PATTERN.test(id) || id === '__proto__') {
    problems.push({ ...place, code: 'invalid_id', message: `"${id}" is not a step id: use 1 to 64 letters, digits, "-" or "_".` });
  }
  const first = draft.graph.indexOf.get(id);
  if (first !== undefined && first !== index) {
    const message = `The id "${id}" is used twice, by steps[${first}] and by steps[${index}]: give one of them another id.`;
    problems.push({ ...place, code: 'duplicate_id', message });
  }
  return problems;
}
