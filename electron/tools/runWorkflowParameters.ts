import { firstInexactNumber } from '../../shared/workflow/exactNumbers';
import { isPlainObject } from '../../shared/workflow/isJson';
import { findSyntaxFault } from '../../shared/workflow/jsonSyntax';

/** The values a model gave, none being given too; or a sentence about them. Models often write the object as a string of JSON; that is taken too. */
export function readGivenParameters(given: unknown): { readonly [name: string]: unknown } | string {
  const read = typeof given === 'string' ? readText(given) : { value: given ?? {} };
  if (typeof read === 'string') return read;
  return isPlainObject(read.value) ? read.value : NO_OBJECT;
}

const NO_OBJECT = 'The "params" must be a JSON object of parameter names and values, such as {"BRANCH": "main"}, or left out.';

function readText(text: string): { readonly value: unknown } | string {
  const fault = findSyntaxFault(text);
  if (fault) return `The "params" are not usable JSON. Line ${fault.line}, column ${fault.column}: ${fault.message}.`;
  const inexact = firstInexactNumber(text);
  if (inexact !== undefined) return `In "params", ${inexact} is beyond what a number keeps exactly: write it in double quotes, as a text.`;
  return { value: JSON.parse(text) };
}
