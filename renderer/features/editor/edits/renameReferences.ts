import { replaceTokens, stepReference } from '../../../../shared/workflow/interpolate';

/** The prompt with every `$steps.<id>.…` whose id has a new name written with it. */
export function renameReferences(prompt: string, newIds: ReadonlyMap<string, string>): string {
  return replaceTokens(prompt, (token) => {
    const id = token.kind === 'step' ? newIds.get(token.stepId) : undefined;
    return token.kind === 'step' && id !== undefined ? stepReference(id, token.field) : undefined;
  });
}
