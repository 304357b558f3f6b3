/** The variables of a prompt (semantics.md, section 1, Interpolation): found here, and nowhere else, for running, checking and editing alike. */

export const STEP_FIELDS = ['text', 'toolCalls'] as const;
export type StepField = (typeof STEP_FIELDS)[number];

type Span = { readonly start: number; readonly end: number };
/** `$steps.<id>.text` or `$steps.<id>.toolCalls` */
export type StepReference = Span & { readonly kind: 'step'; readonly stepId: string; readonly field: StepField };
/** `$NAME`, or `${NAME}` where `braced` */
export type ParameterReference = Span & { readonly kind: 'parameter'; readonly name: string; readonly braced: boolean };
/** `\$`, which stands for `$` */
export type EscapedDollar = Span & { readonly kind: 'escape' };
export type PromptToken = StepReference | ParameterReference | EscapedDollar;

// A name ends where an identifier does: `$BRANCHx` and `$steps.a.textual` are plain text.
const TOKEN =
  /\\\$|\$\{(?<braced>[A-Z][A-Z0-9_]*)\}|\$steps\.(?<stepId>[A-Za-z0-9_-]+)\.(?<field>text|toolCalls)(?![A-Za-z0-9_])|\$(?<name>[A-Z][A-Z0-9_]*)(?![A-Za-z0-9_])/g;

/** All variables and escapes of a prompt, left to right, with their positions in UTF-16 units. Linear in the prompt's length. */
export function parseReferences(prompt: string): PromptToken[] {
  if (!prompt.includes('$')) return [];
  return Array.from(prompt.matchAll(TOKEN), toToken);
}

function toToken(match: RegExpMatchArray): PromptToken {
  const start = match.index ?? 0;
  const span = { start, end: start + match[0].length };
  const { braced, stepId, field, name } = match.groups ?? {};
  if (stepId !== undefined) return { ...span, kind: 'step', stepId, field: field === 'text' ? 'text' : 'toolCalls' };
  if (braced !== undefined) return { ...span, kind: 'parameter', name: braced, braced: true };
  if (name !== undefined) return { ...span, kind: 'parameter', name, braced: false };
  return { ...span, kind: 'escape' };
}

/** What stands for the variables; `undefined` leaves a variable as it is written. */
export type InterpolationValues = {
  readonly parameter: (name: string) => string | undefined;
  /** Left out for system prompts, in which only parameters are replaced. */
  readonly step?: (stepId: string, field: StepField) => string | undefined;
};

/** Replaces the variables in one pass, left to right: inserted text is never looked at again, so no step can smuggle in a variable. */
export function interpolate(prompt: string, values: InterpolationValues): string {
  return replaceTokens(prompt, (token) => {
    switch (token.kind) {
      case 'escape':
        return '$';
      case 'parameter':
        return values.parameter(token.name);
      case 'step':
        return values.step?.(token.stepId, token.field);
    }
  });
}

/** Rewrites the tokens for which `replacement` answers a text; everything else stays to the letter. */
export function replaceTokens(prompt: string, replacement: (token: PromptToken) => string | undefined): string {
  let result = '';
  let end = 0;
  for (const token of parseReferences(prompt)) {
    const text = replacement(token);
    if (text === undefined) continue;
    result += prompt.slice(end, token.start) + text;
    end = token.end;
  }
  return end === 0 ? prompt : result + prompt.slice(end);
}

/** How a reference to a step's field is written in a prompt. */
export function stepReference(stepId: string, field: StepField): string {
  return `$steps.${stepId}.${field}`;
}
