import { deflateSync, inflateSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { noSuchSession } from '../../shared/session/noSuchSession';
import { type KeptOutput, measurePart } from '../../shared/session/toolOutput';
import type { ToolOutputStore } from '../sessions/ports';
import type { ToolOutputRepository } from './store';
import type { StoreContext } from './storeContext';
import { damagedRow } from './storeError';

/** Above any part, however its characters are encoded; stops a damaged length from asking for all memory. */
const LARGEST_PART_BYTES = 4 * 1024 * 1024;

type Part = Parameters<ToolOutputStore['append']>[0];
type OutputRow = { readonly number: number; readonly call_id: string; readonly cut: number };
type PartFacts = { readonly characters: number; readonly line_ends: number; readonly rows: number };

/** Whole outputs of tool calls, in compressed parts that are added while a call runs. They go with their session. */
export function createToolOutputs({ db, write }: StoreContext): ToolOutputRepository {
  const sql = prepare(db);

  function outputOf({ sessionId, callId, part }: Part): number {
    const session = sql.session.get(sessionId);
    if (!session) throw noSuchSession(sessionId);
    // A call that is made again after a crash begins anew.
    if (part === 0) sql.forget.run(session.number, callId);
    sql.begin.run(session.number, callId);
    const output = sql.number.get(session.number, callId);
    if (!output) throw new Error(`The output of call ${callId} was not begun`);
    return output.number;
  }

  function rowToOutput({ number, call_id, cut }: OutputRow): KeptOutput {
    const parts = sql.parts.all(number);
    const sum = (of: (part: PartFacts) => number) => parts.reduce((total, part) => total + of(part), 0);
    const [text] = parts.length === 0 ? [] : [sql.text.get(number, parts.length - 1)];
    const endsWithLine = text ? unpack(text.text, call_id).endsWith('\n') : true;
    return {
      callId: call_id,
      characters: sum(({ characters }) => characters),
      lines: sum(({ line_ends }) => line_ends) + (endsWithLine ? 0 : 1),
      isCut: cut === 1,
      partRows: parts.map(({ rows }) => rows),
    };
  }

  return {
    append(part) {
      const { lineEnds, rows } = measurePart(part.text);
      const facts = [part.text.length, lineEnds, rows] as const;
      const packed = deflateSync(part.text, { level: 1 });
      return write(() => {
        const output = outputOf(part);
        sql.add.run(output, part.part, ...facts, packed);
        if (part.isCut) sql.cut.run(output);
      });
    },
    list: (sessionId) => sql.all.all(sessionId).map(rowToOutput),
    get(sessionId, callId) {
      const row = sql.one.get(sessionId, callId);
      return row && rowToOutput(row);
    },
    part(sessionId, callId, part) {
      const row = sql.one.get(sessionId, callId);
      const text = row && sql.text.get(row.number, part);
      return text && unpack(text.text, callId);
    },
  };
}

function unpack(packed: unknown, callId: string): string {
  try {
    if (packed instanceof Uint8Array) return inflateSync(packed, { maxOutputLength: LARGEST_PART_BYTES }).toString('utf8');
  } catch (error) {
    throw damagedRow(`output of call ${callId}`, error);
  }
  throw damagedRow(`output of call ${callId}`);
}

const OUTPUTS = `
  SELECT tool_outputs.number, call_id, cut FROM tool_outputs JOIN sessions ON sessions.number = session
  WHERE sessions.id = ? AND sessions.deletion IS NULL`;

function prepare(db: Database.Database) {
  return {
    session: db.prepare<[string], { number: number }>('SELECT number FROM sessions WHERE id = ? AND deletion IS NULL'),
    forget: db.prepare('DELETE FROM tool_outputs WHERE session = ? AND call_id = ?'),
    begin: db.prepare('INSERT INTO tool_outputs (session, call_id, cut) VALUES (?, ?, 0) ON CONFLICT DO NOTHING'),
    number: db.prepare<[number, string], { number: number }>('SELECT number FROM tool_outputs WHERE session = ? AND call_id = ?'),
    add: db.prepare('INSERT INTO tool_output_parts (output, part, characters, line_ends, rows, text) VALUES (?, ?, ?, ?, ?, ?)'),
    cut: db.prepare('UPDATE tool_outputs SET cut = 1 WHERE number = ?'),
    all: db.prepare<[string], OutputRow>(`${OUTPUTS} ORDER BY tool_outputs.number`),
    one: db.prepare<[string, string], OutputRow>(`${OUTPUTS} AND call_id = ?`),
    parts: db.prepare<[number], PartFacts>('SELECT characters, line_ends, rows FROM tool_output_parts WHERE output = ? ORDER BY part'),
    text: db.prepare<[number, number], { text: unknown }>('SELECT text FROM tool_output_parts WHERE output = ? AND part = ?'),
  };
}
