import type { InterpolationValues } from '../../../shared/workflow/interpolate';
import { parameterText } from '../../../shared/workflow/parameters';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import type { RunView } from '../runs';

/** What stands for variables: the values of a run, else the defaults. What has no value yet stays as it is written. */
export function valuesFor(definition: WorkflowDefinition, run: RunView | undefined): InterpolationValues {
  const parameters = definition.parameters ?? {};
  return {
    parameter: (name) => {
      const parameter = parameters[name];
      const value = parameter && (run?.detail.params[name] ?? parameter.default);
      return parameter && value !== undefined && value !== null ? parameterText(parameter.type, value) : undefined;
    },
    step: (id, field) => {
      const before = run?.state.steps.get(id);
      if (before?.status !== 'completed') return undefined;
      return field === 'text' ? before.text : before.toolNames.join(', ');
    },
  };
}
