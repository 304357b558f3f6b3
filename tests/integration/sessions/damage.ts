import Database from 'better-sqlite3';
import type { TestHost } from './hostOver';

/** As something else writes to the file, behind the back of the program. */
export function damage({ shared }: Pick<TestHost, 'shared'>, statement: string, ...values: readonly string[]): void {
  const db = new Database(shared.database);
  db.pragma('foreign_keys = OFF');
  db.prepare(statement).run(...values);
  db.close();
}
