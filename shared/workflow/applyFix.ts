import { assertNever } from '../lib/assertNever';
import { replaceTokens } from './interpolate';
import type { WorkflowFix } from './problems';
import { renameParameter } from './rename';
import type { WorkflowDefinition, WorkflowStepDefinition } from './schema';

/** Carries out the change that a problem proposes. A fix that no longer fits the definition changes nothing. */
export function applyFix(definition: WorkflowDefinition, fix: WorkflowFix): WorkflowDefinition {
  switch (fix.kind) {
    case 'add_dependency':
      return changeStep(definition, fix.stepId, (step) =>
        step.dependsOn?.includes(fix.dependsOn) ? step : { ...step, dependsOn: [...(step.dependsOn ?? []), fix.dependsOn] },
      );
    case 'remove_dependency':
      return changeStep(definition, fix.stepId, (step) => ({ ...step, dependsOn: withoutDependency(step.dependsOn ?? [], fix.dependsOn) }));
    case 'declare_parameter':
      return {
        ...definition,
        parameters: { [fix.name]: { type: 'string', description: '', required: true }, ...definition.parameters },
      };
    case 'remove_parameter':
      return {
        ...definition,
        parameters: Object.fromEntries(Object.entries(definition.parameters ?? {}).filter(([name]) => name !== fix.name)),
      };
    case 'rename_parameter':
      return Object.hasOwn(definition.parameters ?? {}, fix.name) ? renameParameter(definition, fix.name, fix.to) : definition;
    case 'replace_reference':
      return changeStep(definition, fix.stepId, (step) => ({
        ...step,
        prompt: replaceTokens(step.prompt, (token) => (step.prompt.slice(token.start, token.end) === fix.from ? fix.to : undefined)),
      }));
    default:
      return assertNever(fix);
  }
}

function changeStep(
  definition: WorkflowDefinition,
  id: string,
  change: (step: WorkflowStepDefinition) => WorkflowStepDefinition,
): WorkflowDefinition {
  return { ...definition, steps: definition.steps.map((step) => (step.id === id ? change(step) : step)) };
}

/** Takes out the last mention, so that of a dependency named twice one stays. */
function withoutDependency(dependsOn: readonly string[], id: string): string[] {
  const last = dependsOn.lastIndexOf(id);
  return dependsOn.filter((_, index) => index !== last);
}
