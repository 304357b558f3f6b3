import { textOf } from '../../../electron/sessions/conversation';
import type { SessionRepository } from '../../../electron/store/store';
import type { Checkpoint } from '../../../shared/session/session';

/** What a process was about to do to its session when it said so. */
export type KilledDeed = {
  readonly do: 'send' | 'save' | 'settle' | 'restore' | 'delete';
  /** What is sent, the label, or the model's new name. */
  readonly words: string;
  /** The checkpoint to restore or delete; null when there was none. */
  readonly target: string | null;
};

/** A point that a session can stand at: what was said, and the model it was said to. */
export type Standing = { readonly said: readonly string[]; readonly model: string | null };

/** A checkpoint as it was saved (who it hangs from may change), and what it is of. */
type Saved = { readonly json: string; readonly point: Standing };

/** Everything that a session holds, as plain values. */
export type Holding = { readonly at: Standing; readonly checkpoints: ReadonlyMap<string, Saved> };

/** As it is in the store. */
export function holdingOf(store: SessionRepository, id: string): Holding {
  const session = store.get(id);
  const said = (messageId: string | null) => store.conversation(messageId).map(({ content }) => textOf(content));
  const saved = store.checkpoints(id).map((checkpoint): [string, Saved] => {
    const point = { said: said(checkpoint.messageId), model: checkpoint.settings.model };
    return [checkpoint.id, { json: jsonOf(checkpoint), point }];
  });
  return { at: { said: said(session?.headId ?? null), model: session?.settings.model ?? null }, checkpoints: new Map(saved) };
}

function jsonOf({ parentId, ...checkpoint }: Checkpoint): string {
  return JSON.stringify(checkpoint);
}

/** As it is to be after a deed that was done, which made `made`. */
export function afterDeed(before: Holding, { do: kind, words, target }: KilledDeed, made: Checkpoint | null): Holding {
  const checkpoints = new Map(before.checkpoints);
  if (made) checkpoints.set(made.id, { json: jsonOf(made), point: before.at });
  if (kind === 'send') return { at: { ...before.at, said: [...before.at.said, words, 'Yes.'] }, checkpoints };
  if (kind === 'settle') return { at: { ...before.at, model: words }, checkpoints };
  if (kind === 'restore') return { at: before.checkpoints.get(target ?? '')?.point ?? before.at, checkpoints };
  if (kind === 'delete') checkpoints.delete(target ?? '');
  return { at: before.at, checkpoints };
}

/**
 * What there may be after a deed that was cut off: everything of it or nothing. Only a turn has a state between, in which its prompt is stored and
 * its answer is not. Nobody was told of the checkpoint that it may have made, so `found` says which one that is.
 */
export function mayHold(before: Holding, deed: KilledDeed, found: Holding): readonly Holding[] {
  const made = [...found.checkpoints].filter(([id]) => !before.checkpoints.has(id));
  const whole = afterDeed(before, deed, null);
  const isMaker = (deed.do === 'save' || deed.do === 'restore') && made.length === 1;
  const withMade = made.map(([id, { json }]): [string, Saved] => [id, { json, point: before.at }]);
  const done = isMaker ? { ...whole, checkpoints: new Map([...whole.checkpoints, ...withMade]) } : whole;
  if (deed.do === 'send') return [before, { ...before, at: { ...before.at, said: [...before.at.said, deed.words] } }, done];
  return [before, done];
}
