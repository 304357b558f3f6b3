import { writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Checkpoint } from '../../../shared/session/session';
import { type Dice, dice } from '../../support/seeds';
import type { KilledDeed } from './killedSession';
import { type OpenSessions, openSessions } from './openSessions';

/**
 * A process to be killed: `node worker.js <job> <database> <work directory> <seed>`. It does its job over and over until somebody ends it. Each line
 * says what is about to happen (`begin …`) or what has happened for good (`done …`).
 */
const [job = '', database = '', workDir = '', seed = '0'] = process.argv.slice(2);
const open = await openSessions(database);
const rolls = dice(Number(seed));
const work = jobs(open, rolls)[job];
if (!work) throw new Error(`There is no job ${job}.`);
for (let round = 0; ; round += 1) await work(round);

function jobs({ sessions, store }: OpenSessions, { below, next, pick }: Dice): { [job: string]: (round: number) => Promise<void> } {
  const id = 'ses_1';
  const named = (label: string) => {
    const found = store.sessions.checkpoints(id).find((checkpoint) => checkpoint.label === label);
    if (!found) throw new Error(`There is no checkpoint ${label}.`);
    return found;
  };
  /** The checkpoint that was made by it, if one was. */
  async function carryOut({ do: kind, words, target }: KilledDeed): Promise<Checkpoint | null> {
    if (kind === 'send') await sessions.send(id, words);
    if (kind === 'save') return sessions.checkpoints.save(id, words);
    if (kind === 'settle') await store.sessions.update(id, { settings: { ...sessions.resume(id).settings, model: words } });
    if (kind === 'restore' && target !== null) return sessions.checkpoints.restore(id, target);
    if (kind === 'delete' && target !== null) await sessions.checkpoints.delete(id, target);
    return null;
  }
  let isReady = false;
  const begin = (words: string) => {
    if (!isReady) say('ready');
    isReady = true;
    say(`begin ${words}`);
  };

  return {
    async save(round) {
      begin(`${round}`);
      const { id: saved } = await sessions.checkpoints.save(id, `save ${process.pid} ${round}`);
      say(`done ${saved}`);
    },
    async restore() {
      const label = store.sessions.get(id)?.settings.model === 'A' ? 'B' : 'A';
      begin(label);
      await sessions.checkpoints.restore(id, named(label).id);
      say(`done ${label}`);
    },
    async prune(round) {
      const made = Array.from({ length: 20 }, (_, index) => `ses_prune_${process.pid}_${round}_${index}`);
      const settings = store.sessions.get(id)?.settings;
      if (!settings) throw new Error('There is no session.');
      await Promise.all(
        made.map(async (sessionId) => {
          await sessions.create({ id: sessionId, title: 'to go', settings });
          await sessions.send(sessionId, 'words that are indexed');
        }),
      );
      await Promise.all(made.map((sessionId) => store.sessions.update(sessionId, { closedAt: '2026-01-01T00:00:00.000Z' })));
      begin(String(store.sessions.count({ search: 'to go' })));
      say(`done ${await sessions.prune({ status: 'closed' })}`);
    },
    async snapshot(round) {
      const content = String(next());
      for (let file = 0; file < 10; file += 1) writeFileSync(path.join(workDir, `file ${below(30)}`), `${content} ${file}`);
      begin(`${round}`);
      const { id: saved } = await sessions.checkpoints.save(id, `snapshot ${process.pid} ${round}`, { files: true });
      say(`done ${saved}`);
    },
    async fileRestore() {
      const label = store.sessions.get(id)?.settings.model === 'A' ? 'B' : 'A';
      begin(label);
      await sessions.checkpoints.restore(id, named(label).id, { files: true, force: true });
      say(`done ${label}`);
    },
    async anything(round) {
      const which = below(1_000);
      const checkpoints = store.sessions.checkpoints(id);
      const target = checkpoints[which % Math.max(1, checkpoints.length)]?.id ?? null;
      const kind = pick(['send', 'send', 'save', 'save', 'settle', 'restore', 'restore', 'delete'] as const);
      const deed: KilledDeed = { do: kind, words: `${process.pid} ${round}`, target };
      begin(JSON.stringify(deed));
      say(`done ${JSON.stringify(await carryOut(deed))}`);
    },
  };
}

/** Synchronous, so that nothing printed is lost with the process. */
function say(text: string): void {
  writeSync(1, `${text}\n`);
}
