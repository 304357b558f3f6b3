import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openFaultHost } from './faultWorkerHost';
import { type KillPoint, ordersSchema } from './faultWorkerOrders';

/** A process that runs one workflow, or goes on with one, and ends itself where its orders say: `node faultWorker.js '<orders as JSON>'`. */
const { job, kill, ...world } = ordersSchema.parse(JSON.parse(process.argv[2] ?? ''));
const passed = new Map<KillPoint, number>();

/** SIGKILL to oneself is delivered before the call returns: nothing after it runs. */
function pass(point: KillPoint): void {
  const times = (passed.get(point) ?? 0) + 1;
  passed.set(point, times);
  if (kill?.point === point && kill.time === times) process.kill(process.pid, 'SIGKILL');
}

/** Synchronous, so that nothing printed is lost with the process. */
function say(word: string, text: string): void {
  writeSync(1, `${word} ${text}\n`);
}

watchCommits();
watchRequests();
const host = await openFaultHost({ ...world, pass });
const listeners = {
  onEvent() {
    pass('event');
  },
};
const start = () => {
  if ('resume' in job) return host.runs.resume(job.resume, listeners);
  return host.runs.start({ definition: job.definition, permissionMode: 'bypassPermissions' }, listeners);
};
say('ready', '');
const handle = await start();
say('accepted', handle.runId);
pass('accepted');
await handle.result;
pass('finished');
await host.close();
say('passed', JSON.stringify(Object.fromEntries(passed)));

/** The store prepares one COMMIT statement and runs it for every transaction. */
function watchCommits(): void {
  const prepare = Database.prototype.prepare;
  Database.prototype.prepare = function (this: Database.Database, source: string) {
    const statement: Database.Statement = prepare.call<Database.Database, [string], Database.Statement>(this, source);
    if (source !== 'COMMIT') return statement;
    const commit = statement.run.bind(statement);
    statement.run = (...values) => {
      pass('commit.before');
      const info = commit(...values);
      pass('commit.after');
      return info;
    };
    return statement;
  } as typeof prepare; // the same method, for one kind of statement watched
}

/** Undici tells, in the same turn of the event loop, what it is about to do and what has come. */
function watchRequests(): void {
  subscribe('undici:request:create', () => pass('request'));
  subscribe('undici:request:headers', () => pass('answer'));
  subscribe('undici:request:bodyChunkReceived', () => pass('chunk'));
}
