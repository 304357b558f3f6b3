import { create } from 'zustand';
import type { Brought } from '../../../shared/workflow/bringsAlong';

/** What somebody else's file or clipboard would bring, put before the person. */
export type ForeignQuestion = {
  readonly title: string;
  /** What the button that takes it over says. */
  readonly verb: string;
  readonly brought: readonly Brought[];
};

type Asked = ForeignQuestion & { readonly answer: (isTaken: boolean) => void };

export const foreignStore = create<{ readonly asked: Asked | null }>()(() => ({ asked: null }));

/** Whether the person takes it over, having seen what it would use; one that brings nothing is no question. A later question ends this one. */
export function askToTakeOver(question: ForeignQuestion): Promise<boolean> {
  foreignStore.getState().asked?.answer(false);
  if (question.brought.length === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const answer = (isTaken: boolean) => {
      foreignStore.setState({ asked: null });
      resolve(isTaken);
    };
    foreignStore.setState({ asked: { ...question, answer } });
  });
}
