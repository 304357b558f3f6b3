import { type Price, pricedNameSchema } from '../../../shared/catalog/prices';
import type { PriceRow } from '../../../shared/ipc/contract/prices';

/** A price as it is typed. */
export type PriceDraft = { readonly [field in 'model' | 'input' | 'output' | 'cacheRead' | 'cacheWrite']: string };
export type DraftProblems = { readonly [field in keyof PriceDraft]?: string };

export const EMPTY_DRAFT: PriceDraft = { model: '', input: '', output: '', cacheRead: '', cacheWrite: '' };

export function draftOf({ model, price }: Pick<PriceRow, 'model' | 'price'>): PriceDraft {
  const { input, output, cacheRead, cacheWrite } = price;
  return { model, input: String(input), output: String(output), cacheRead: written(cacheRead), cacheWrite: written(cacheWrite) };
}

/** The prices of cached tokens may be left out. */
export function readDraft(draft: PriceDraft): { readonly model: string; readonly price: Price } | { readonly problems: DraftProblems } {
  const model = draft.model.trim();
  const [input, output] = [dollarsOf(draft.input), dollarsOf(draft.output)];
  const [cacheRead, cacheWrite] = [optionalDollarsOf(draft.cacheRead), optionalDollarsOf(draft.cacheWrite)];
  const nameProblem = pricedNameSchema.safeParse(model).error?.issues[0]?.message;
  if (nameProblem !== undefined || input === null || output === null || cacheRead === null || cacheWrite === null) {
    return {
      problems: {
        ...(nameProblem !== undefined && { model: sentence(nameProblem) }),
        ...(input === null && { input: NO_AMOUNT }),
        ...(output === null && { output: NO_AMOUNT }),
        ...(cacheRead === null && { cacheRead: NO_AMOUNT }),
        ...(cacheWrite === null && { cacheWrite: NO_AMOUNT }),
      },
    };
  }
  const cached = { ...(cacheRead !== undefined && { cacheRead }), ...(cacheWrite !== undefined && { cacheWrite }) };
  return { model, price: { input, output, ...cached } };
}

const NO_AMOUNT = 'Write dollars, as in 2.50.';

function written(dollars: number | undefined): string {
  return dollars === undefined ? '' : String(dollars);
}

function optionalDollarsOf(text: string): number | undefined | null {
  return text.trim() === '' ? undefined : dollarsOf(text);
}

/** With a point or a comma; `null` for anything that is no amount of money. */
function dollarsOf(text: string): number | null {
  const amount = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(',', '.');
  return /^\d+(\.\d+)?$/.test(amount) ? Number(amount) : null;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
