import Database from 'better-sqlite3';

/** As something else writes to the file, behind the back of the program: also what the tables' own rules forbid. */
export function damage(database: string, statement: string, ...values: readonly (string | number)[]): void {
  const db = new Database(database);
  db.pragma('foreign_keys = OFF');
  db.prepare(statement).run(...values);
  db.close();
}
