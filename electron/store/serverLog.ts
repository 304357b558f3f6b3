import type Database from 'better-sqlite3';
import type { ServerLogLine } from '../../shared/ipc/contract/connections';
import type { ServerLogRepository } from './store';
import type { StoreContext } from './storeContext';

/** Of each server; the oldest go first. */
export const MOST_LOG_LINES = 1_000;
/** Names of servers come from definitions: those that were not heard of for longest go. */
const MOST_SERVERS = 200;

/** What MCP servers said and what became of them, by name. */
export function createServerLog({ db, write }: StoreContext): ServerLogRepository {
  const sql = prepare(db);
  return {
    async add(server, lines) {
      await write(() => {
        for (const { at, kind, owner, text } of lines.slice(-MOST_LOG_LINES)) sql.add.run(server, at, kind, owner, text);
        sql.trim.run({ server, most: MOST_LOG_LINES });
        sql.trimServers.run(MOST_SERVERS);
      });
    },
    lines: (server, limit = MOST_LOG_LINES) => sql.lines.all(server, limit).reverse(),
    servers: () => sql.servers.all().map(({ server }) => server),
    async clear(server) {
      await write(() => {
        sql.clear.run(server);
      });
    },
  };
}

function prepare(db: Database.Database) {
  return {
    add: db.prepare('INSERT INTO server_log (server, at, kind, owner, text) VALUES (?, ?, ?, ?, ?)'),
    trim: db.prepare(
      `DELETE FROM server_log WHERE server = @server AND number <=
         (SELECT number FROM server_log WHERE server = @server ORDER BY number DESC LIMIT 1 OFFSET @most)`,
    ),
    trimServers: db.prepare(
      `DELETE FROM server_log WHERE server IN
         (SELECT server FROM server_log GROUP BY server ORDER BY max(number) DESC LIMIT -1 OFFSET ?)`,
    ),
    lines: db.prepare<[string, number], ServerLogLine>(
      'SELECT at, kind, owner, text FROM server_log WHERE server = ? ORDER BY number DESC LIMIT ?',
    ),
    servers: db.prepare<[], { server: string }>('SELECT server FROM server_log GROUP BY server ORDER BY server'),
    clear: db.prepare('DELETE FROM server_log WHERE server = ?'),
  };
}
