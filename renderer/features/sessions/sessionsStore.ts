import { create } from 'zustand';
import type { AppError } from '../../../shared/lib/appError';
import type { SessionStateName } from '../../../shared/session/session';
import type { LiveTurn } from './liveTurn';

/** What the list of sessions is narrowed to; an empty text stands for everything. */
export type SessionFilters = {
  readonly search: string;
  readonly state: SessionStateName | '';
  readonly workflow: string;
  readonly model: string;
};

export const NO_FILTERS: SessionFilters = { search: '', state: '', workflow: '', model: '' };

type Sessions = {
  readonly filters: SessionFilters;
  readonly isPruning: boolean;
  /** By session: the turn that this window watches. */
  readonly turns: { readonly [sessionId: string]: LiveTurn };
  /** By session: when it was last active, as of the end of the last turn watched here. */
  readonly endedActiveAt: { readonly [sessionId: string]: string };
  /** By session: what its last turn went on without, once it is over. */
  readonly warnings: { readonly [sessionId: string]: readonly string[] };
  /** By session: what is typed and not sent. */
  readonly drafts: { readonly [sessionId: string]: string };
  /** By session: the message whose conversation is looked at, where that is not the present one. */
  readonly viewed: { readonly [sessionId: string]: ViewedPoint };
  /** By session: how the last message failed. */
  readonly failures: { readonly [sessionId: string]: AppError };
  /** By session: a message to bring into sight once. */
  readonly jumps: { readonly [sessionId: string]: Jump };
};

/** A message that a search found, by depth, and what was searched for. */
export type Jump = { readonly depth: number; readonly search: string };

/** A conversation up to one message, or around one. `messageId: null` is the beginning. */
export type ViewedPoint = { readonly messageId: string | null; readonly depth: number };

const DRAFTS = 'stepgraph.drafts';

export const sessionsStore = create<Sessions>()(() => ({
  filters: NO_FILTERS,
  isPruning: false,
  turns: {},
  endedActiveAt: {},
  warnings: {},
  drafts: rememberedDrafts(),
  viewed: {},
  failures: {},
  jumps: {},
}));

export function setFilters(change: Partial<SessionFilters>): void {
  sessionsStore.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
}

export function askToPrune(isPruning: boolean): void {
  sessionsStore.setState({ isPruning });
}

/** Kept until it is sent, also while another tab is in front and through a reload. */
export function setDraft(sessionId: string, text: string): void {
  sessionsStore.setState(({ drafts: { [sessionId]: _before, ...others } }) => ({
    drafts: text === '' ? others : { ...others, [sessionId]: text },
  }));
  try {
    sessionStorage.setItem(DRAFTS, JSON.stringify(sessionsStore.getState().drafts));
  } catch {
    // longer than a browser keeps: it is there until the window is loaded anew
  }
}

/** Shows the conversation as it was at a message; `null` goes back to the present. */
export function viewPoint(sessionId: string, point: ViewedPoint | null): void {
  sessionsStore.setState(({ viewed: { [sessionId]: _before, ...others } }) => ({
    viewed: point === null ? others : { ...others, [sessionId]: point },
  }));
}

export function setFailure(sessionId: string, failure: AppError | null): void {
  sessionsStore.setState(({ failures: { [sessionId]: _before, ...others } }) => ({
    failures: failure === null ? others : { ...others, [sessionId]: failure },
  }));
}

export function jumpTo(sessionId: string, jump: Jump | null): void {
  sessionsStore.setState(({ jumps: { [sessionId]: _before, ...others } }) => ({
    jumps: jump === null ? others : { ...others, [sessionId]: jump },
  }));
}

/** A turn that has become messages, `null`, leaves its warnings behind, which are no messages; the next one takes them away. */
export function setTurn(sessionId: string, turn: LiveTurn | null): void {
  sessionsStore.setState(({ turns: { [sessionId]: before, ...others }, warnings: { [sessionId]: left = [], ...otherWarnings } }) =>
    turn === null
      ? { turns: others, warnings: { ...otherWarnings, [sessionId]: before?.warnings ?? left } }
      : { turns: { ...others, [sessionId]: turn }, warnings: otherWarnings },
  );
}

export function setEnded(sessionId: string, lastActiveAt: string): void {
  sessionsStore.setState(({ endedActiveAt }) => ({ endedActiveAt: { ...endedActiveAt, [sessionId]: lastActiveAt } }));
}

export function dismissWarnings(sessionId: string): void {
  sessionsStore.setState(({ warnings: { [sessionId]: _left, ...warnings } }) => ({ warnings }));
}

function rememberedDrafts(): Sessions['drafts'] {
  try {
    const drafts: unknown = JSON.parse(sessionStorage.getItem(DRAFTS) ?? '{}');
    return Object.fromEntries(Object.entries(Object(drafts)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {}; // a window without storage, or another's leavings
  }
}
