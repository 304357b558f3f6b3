import { AppError } from '../lib/appError';
import { parseReferences, replaceTokens, stepReference } from './interpolate';
import { PARAMETER_NAME_PATTERN, STEP_ID_PATTERN, type WorkflowDefinition, type WorkflowStepDefinition } from './schema';

/**
 * Gives a step another id everywhere: in dependencies, prompts and layout. Throws `INVALID_INPUT` with a sentence when the
 * id is unknown, not an id, or taken.
 */
export function renameStep(definition: WorkflowDefinition, from: string, to: string): WorkflowDefinition {
  if (from === to) return definition;
  if (!definition.steps.some((step) => step.id === from)) throw new AppError('INVALID_INPUT', `There is no step "${from}" to rename.`);
  if (!STEP_ID_PATTERN.test(to)) throw new AppError('INVALID_INPUT', 'A step id is 1 to 64 letters, digits, "-" or "_".');
  if (definition.steps.some((step) => step.id === to))
    throw new AppError('INVALID_INPUT', `Another step is called "${to}": choose another id.`);
  const layout = definition.layout && renameKey(definition.layout, from, to);
  return { ...definition, steps: definition.steps.map((step) => renameInStep(step, from, to)), ...(layout && { layout }) };
}

function renameInStep(step: WorkflowStepDefinition, from: string, to: string): WorkflowStepDefinition {
  const prompt = replaceTokens(step.prompt, (token) =>
    token.kind === 'step' && token.stepId === from ? stepReference(to, token.field) : undefined,
  );
  const isAffected = step.id === from || prompt !== step.prompt || step.dependsOn?.includes(from);
  if (!isAffected) return step;
  const dependsOn = step.dependsOn?.map((id) => (id === from ? to : id));
  return { ...step, id: step.id === from ? to : step.id, prompt, ...(dependsOn && { dependsOn }) };
}

/**
 * Gives a parameter another name everywhere. Where a prompt already has `$TO` as plain text (it named no parameter until
 * now), that text is escaped, so that every prompt still says what it said; unless no prompt uses the old name: then the
 * parameter is being named after what the prompts already ask for, and is bound to it. Throws `INVALID_INPUT` like `renameStep`.
 */
export function renameParameter(definition: WorkflowDefinition, from: string, to: string): WorkflowDefinition {
  if (from === to) return definition;
  const parameters = definition.parameters ?? {};
  if (!Object.hasOwn(parameters, from)) throw new AppError('INVALID_INPUT', `There is no parameter "${from}" to rename.`);
  if (!PARAMETER_NAME_PATTERN.test(to)) {
    throw new AppError('INVALID_INPUT', 'A parameter name is capital letters, digits and "_", beginning with a letter.');
  }
  if (Object.hasOwn(parameters, to)) throw new AppError('INVALID_INPUT', `Another parameter is called "${to}": choose another name.`);
  const renamed = { ...definition, parameters: renameKey(parameters, from, to) };
  return isReferenced(definition, from) ? mapPrompts(renamed, (prompt) => renameInPrompt(prompt, from, to)) : renamed;
}

function isReferenced(definition: WorkflowDefinition, name: string): boolean {
  const texts = [definition.systemPrompt, ...definition.steps.flatMap((step) => [step.prompt, step.systemPrompt])];
  return texts.some(
    (text) => text !== undefined && parseReferences(text).some((token) => token.kind === 'parameter' && token.name === name),
  );
}

function renameInPrompt(prompt: string, from: string, to: string): string {
  return replaceTokens(prompt, (token) => {
    if (token.kind !== 'parameter') return undefined;
    if (token.name === to) return `\\${prompt.slice(token.start, token.end)}`;
    if (token.name !== from) return undefined;
    return token.braced ? `\${${to}}` : `$${to}`;
  });
}

/** Applies a change to every text in which parameters are replaced: all prompts and system prompts. */
function mapPrompts(definition: WorkflowDefinition, change: (prompt: string) => string): WorkflowDefinition {
  return {
    ...definition,
    ...(definition.systemPrompt !== undefined && { systemPrompt: change(definition.systemPrompt) }),
    steps: definition.steps.map((step) => {
      const prompt = change(step.prompt);
      const systemPrompt = step.systemPrompt && change(step.systemPrompt);
      if (prompt === step.prompt && systemPrompt === step.systemPrompt) return step;
      return { ...step, prompt, ...(systemPrompt !== undefined && { systemPrompt }) };
    }),
  };
}

function renameKey<T>(record: Readonly<Record<string, T>>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}
