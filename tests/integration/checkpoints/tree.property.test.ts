import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { amount, FIRST_SEED } from '../../support/seeds';
import { openSessions } from './openSessions';

/** What people do to a session; points are picked by number from those there are. */
type Deed =
  | { readonly do: 'send' }
  | { readonly do: 'save' }
  | { readonly do: 'restore'; readonly which: number }
  | { readonly do: 'branch'; readonly which: number }
  | { readonly do: 'delete'; readonly which: number };

const which = fc.nat({ max: 1_000 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Deed>({ do: 'send' }) },
  { weight: 2, arbitrary: fc.constant<Deed>({ do: 'save' }) },
  { weight: 3, arbitrary: which.map((number): Deed => ({ do: 'restore', which: number })) },
  { weight: 2, arbitrary: which.map((number): Deed => ({ do: 'branch', which: number })) },
  { weight: 1, arbitrary: which.map((number): Deed => ({ do: 'delete', which: number })) },
);

const SETTINGS = {
  model: null,
  systemPrompt: '',
  mode: 'react',
  workDir: '/',
  permissionMode: 'default',
  maxTurns: 5,
  provider: 'rehearsal',
} as const;

/** The whole of what should be true, without any tree: a conversation is a list of texts, a checkpoint remembers one. */
class Model {
  conversation: readonly string[] = [];
  readonly checkpoints = new Map<string, readonly string[]>();
  /** Every conversation that ever was, by its last message. */
  readonly points = new Map<string, readonly string[]>();

  pickCheckpoint(number: number): string | undefined {
    return [...this.checkpoints.keys()][number % Math.max(1, this.checkpoints.size)];
  }

  pickPoint(number: number): string | undefined {
    return [...this.points.keys()][number % Math.max(1, this.points.size)];
  }
}

it('sending, saving, restoring, branching and deleting in any order never lose or mix up a conversation', { timeout: 60_000 }, async () => {
  const { sessions, store, close } = await openSessions(':memory:');
  const talk = (messageId: string | null) => store.sessions.conversation(messageId).map(({ content }) => textOf(content));
  let number = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
        const id = `ses_${++number}`;
        await sessions.create({ id, title: 'Any order', settings: SETTINGS });
        const model = new Model();
        for (const [index, step] of deeds.entries()) {
          await carryOut(step, index, id, model);
          const session = store.sessions.get(id);
          expect(talk(session?.headId ?? null)).toEqual(model.conversation);
          expect(session?.messageCount).toBe(model.conversation.length);
        }
        // Nothing that was ever said is gone, and every checkpoint still is what it was.
        for (const [messageId, conversation] of model.points) expect(talk(messageId)).toEqual(conversation);
        for (const checkpoint of sessions.checkpoints.list(id)) {
          expect(talk(checkpoint.messageId)).toEqual(model.checkpoints.get(checkpoint.id));
          expect(checkpoint.parentId === null || model.checkpoints.has(checkpoint.parentId)).toBe(true);
        }
        expect(sessions.checkpoints.list(id)).toHaveLength(model.checkpoints.size);
      }),
      { numRuns: amount('STEPGRAPH_SEQUENCES', 1_000), seed: FIRST_SEED },
    );
  } finally {
    await close();
  }

  async function carryOut(step: Deed, index: number, id: string, model: Model): Promise<void> {
    const head = () => store.sessions.get(id)?.headId ?? null;
    switch (step.do) {
      case 'send': {
        await sessions.send(id, `message ${index}`);
        const before = model.conversation;
        model.conversation = [...before, `message ${index}`, 'Yes.'];
        const [prompt, reply] = store.sessions.conversation(head()).slice(-2);
        model.points.set(prompt?.id ?? '', [...before, `message ${index}`]);
        model.points.set(reply?.id ?? '', model.conversation);
        return;
      }
      case 'save': {
        const { id: saved } = await sessions.checkpoints.save(id, `save ${index}`);
        model.checkpoints.set(saved, model.conversation);
        return;
      }
      case 'restore': {
        const target = model.pickCheckpoint(step.which);
        if (target === undefined) return;
        const left = await sessions.checkpoints.restore(id, target);
        model.checkpoints.set(left.id, model.conversation);
        model.conversation = model.checkpoints.get(target) ?? [];
        return;
      }
      case 'branch': {
        const target = model.pickPoint(step.which);
        if (target === undefined) return;
        const before = model.conversation;
        const known = new Set(model.checkpoints.keys());
        const branch = await sessions.checkpoints.branch(id, target, `branch ${index}`);
        const left = sessions.checkpoints.list(id).find((checkpoint) => checkpoint.automatic && !known.has(checkpoint.id));
        model.checkpoints.set(left?.id ?? '', before);
        model.conversation = model.points.get(target) ?? [];
        model.checkpoints.set(branch.id, model.conversation);
        return;
      }
      case 'delete': {
        const target = model.pickCheckpoint(step.which);
        if (target === undefined) return;
        const before = sessions.checkpoints.list(id);
        const deletion = await sessions.checkpoints.delete(id, target);
        if (step.which % 2 === 0) {
          await sessions.checkpoints.undelete(deletion);
          expect(sessions.checkpoints.list(id)).toEqual(before);
        } else model.checkpoints.delete(target);
      }
    }
  }
});
