import type { Store } from '../../../../electron/store/store';
import type { RunFact } from '../../../../shared/run/events';
import type { Message } from '../../../../shared/session/session';
import type { Dice } from '../../../support/seeds';
import { doneFact, eventsOf, sampleMessage, sampleRun, sampleSession, sampleWorkflow, startFact, stepDone, stepStart } from '../samples';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz    ';
const LONGEST_TEXT = 9_000;
const MOST_SESSIONS = 6;

type Talk = { readonly id: string; readonly messages: Message[] };
type OpenRun = { readonly id: string; events: number };

/**
 * What runs and people do to a store: runs begin, go on and end; sessions are begun, continued, marked, taken back and deleted;
 * settings and workflows are saved. Which of it comes next, and how long the texts are, follows from the dice.
 */
export function createDeeds(store: Store, rolls: Dice, name = 'deed'): () => Promise<void> {
  const { below, pick } = rolls;
  const talks: Talk[] = [];
  let run: OpenRun | undefined;
  let number = 0;
  let workflow: { readonly id: string; readonly revision: number } | undefined;

  const next = (kind: string) => `${kind}_${name}_${++number}`;
  const words = () =>
    Array.from({ length: below(10) === 0 ? LONGEST_TEXT : 1 + below(200) }, () => LETTERS[below(LETTERS.length)]).join('');

  async function beginRun(): Promise<OpenRun> {
    const begun = { id: next('run'), events: 0 };
    const first = eventsOf(begun.id, [startFact]);
    await store.runs.create(sampleRun(begun.id));
    await store.events.append(begun.id, first);
    begun.events = first.length;
    return begun;
  }

  async function goOn(): Promise<void> {
    run ??= await beginRun();
    const isLast = run.events > 30;
    const facts: RunFact[] = isLast ? [doneFact] : [stepStart('read'), textOf(words()), stepDone('read', { text: words() })];
    await store.events.append(run.id, eventsOf(run.id, facts, run.events));
    run.events += facts.length;
    if (isLast) run = undefined;
  }

  async function beginTalk(): Promise<Talk> {
    const talk: Talk = { id: next('ses'), messages: [] };
    await store.sessions.create(sampleSession(talk.id, { title: words().slice(0, 40) }));
    talks.push(talk);
    return talk;
  }

  async function someTalk(): Promise<Talk> {
    const [first, ...rest] = talks;
    return first && (talks.length >= MOST_SESSIONS || below(3) > 0) ? pick([first, ...rest]) : beginTalk();
  }

  async function say(): Promise<void> {
    const talk = await someTalk();
    const parent = store.sessions.get(talk.id)?.headId ?? null;
    const before = talk.messages.find((message) => message.id === parent) ?? null;
    const message = sampleMessage(next('msg'), talk.id, before, { content: [{ type: 'text', text: words() }] });
    talk.messages.push(message);
    await store.sessions.append(message, 0.25);
  }

  async function mark(): Promise<void> {
    const { id, messages } = await someTalk();
    const session = store.sessions.get(id);
    if (!session) throw new Error(`Session ${id} is lost.`);
    await store.sessions.saveCheckpoint({
      id: next('cp'),
      sessionId: id,
      label: words().slice(0, 20),
      messageId: session.headId,
      messageCount: messages.length,
      parentId: null,
      automatic: false,
      createdAt: session.createdAt,
      settings: session.settings,
    });
  }

  async function takeBack(): Promise<void> {
    const { id, messages } = await someTalk();
    await store.sessions.moveHead(id, { headId: messages[below(messages.length + 1)]?.id ?? null });
  }

  async function forget(): Promise<void> {
    const [oldest] = talks.splice(0, talks.length < MOST_SESSIONS ? 0 : 1);
    if (oldest) await store.sessions.delete([oldest.id]);
    else await store.settings.set({ workDir: words(), model: words() });
  }

  async function draw(): Promise<void> {
    const definition = { ...sampleWorkflow, description: words() };
    workflow = workflow
      ? await store.workflows.save(workflow.id, definition, workflow.revision, null)
      : await store.workflows.create(definition);
  }

  return () => pick([goOn, goOn, goOn, say, say, say, mark, takeBack, forget, draw])();
}

function textOf(delta: string): RunFact {
  return { type: 'step.text', stepId: 'read', delta };
}
