import { firstInexactNumber } from './exactNumbers';

export type InexactDefault = { readonly name: string; readonly literal: string };

/** What a number stands for in a text, when the program would go on with another one. */
class Inexact {
  constructor(readonly literal: string) {}
}

/**
 * The first parameter of a workflow, given as sound JSON, whose default holds a number that a 64-bit float cannot keep as it is written. Elsewhere
 * such numbers are bounds, as in schemas of tools, where the nearest one serves as well.
 */
export function findInexactDefault(json: string): InexactDefault | null {
  if (firstInexactNumber(json) === undefined) return null;
  const definition: unknown = JSON.parse(json, (_key, value: unknown, { source = '' }: { readonly source?: string } = {}) =>
    typeof value === 'number' && isChanged(source, value) ? new Inexact(source) : value,
  );
  for (const [name, parameter] of Object.entries(Object(Object(definition).parameters))) {
    const literal = literalIn(Object(parameter).default);
    if (literal !== undefined) return { name, literal };
  }
  return null;
}

/** Not so when it is what this very number is written as, which is how a program's own comes back. */
function isChanged(literal: string, value: number): boolean {
  return String(value) !== literal && firstInexactNumber(literal) !== undefined;
}

function literalIn(value: unknown): string | undefined {
  if (value instanceof Inexact) return value.literal;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const literal = literalIn(part);
    if (literal !== undefined) return literal;
  }
  return undefined;
}
