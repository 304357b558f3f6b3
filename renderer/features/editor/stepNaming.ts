import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { activeDocumentOf, type Documents, editDocument, updateDocument } from './documents';
import { renameStep } from './edits/renameStep';
import { uniqueStepId } from './edits/uniqueStepId';
import { indexOfStep } from './stepKeys';

/** Gives a step another id, chosen by a person. Throws `INVALID_INPUT` when it can not be. */
export function renameStepIn(state: Documents, key: string, id: string, at: number): Documents {
  const edit = { label: `Rename ${key} to ${id}`, at };
  const renamed = editDocument(state, state.activeId, (definition) => renameStep(definition, key, id), edit);
  return updateDocument(renamed, renamed.activeId, (document) => {
    const unnamed = new Set(document.unnamed);
    return unnamed.delete(id) ? { ...document, unnamed } : document;
  });
}

/** Gives a step another name. The id of a step that was drawn here goes with it until a person chooses one. */
export function nameStepIn(state: Documents, key: string, name: string, at: number): Documents {
  const document = activeDocumentOf(state);
  if (!document) return state;
  const index = indexOfStep(document.history.present, key);
  const takesId = document.unnamed.has(key) && name.trim() !== '';
  const change = (definition: WorkflowDefinition) => {
    const others = { steps: definition.steps.filter((_, place) => place !== index) };
    return withName(takesId ? renameStep(definition, key, uniqueStepId(others, name)) : definition, index, name);
  };
  return editDocument(state, state.activeId, change, { label: `Name step ${name}`, mergeKey: `name ${index}`, at });
}

function withName(definition: WorkflowDefinition, index: number, name: string): WorkflowDefinition {
  const steps = definition.steps.map((step, place) => {
    if (place !== index) return step;
    const { description: _before, ...rest } = step;
    return name === '' ? rest : { ...step, description: name };
  });
  return { ...definition, steps };
}
