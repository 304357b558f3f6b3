import type Database from 'better-sqlite3';
import type { StoredWorkflow, WorkflowRevision, WorkflowSummary } from '../../shared/ipc/contract/workflows';
import { AppError } from '../../shared/lib/appError';
import { type WorkflowDefinition, workflowSchema } from '../../shared/workflow/schema';
import { checkedJson } from './checkedJson';
import { type PackedJson, packJson } from './packedJson';
import type { WorkflowRepository } from './store';
import type { StoreContext } from './storeContext';

/** Besides all labelled ones. */
const KEPT_AUTOSAVES = 200;

type SummaryRow = {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly step_count: number;
  readonly revision: number;
  readonly saved_at: string;
};
type DefinitionRow = { readonly definition: PackedJson };
type RevisionRow = { readonly revision: number; readonly label: string | null; readonly saved_at: string; readonly step_count: number };

/** Every save is a revision that holds the whole definition; deleting only hides. */
export function createWorkflows({ db, write, clock, ids }: StoreContext): WorkflowRepository {
  const sql = prepare(db);
  const now = () => new Date(clock.now()).toISOString();

  function find(id: string): SummaryRow {
    const row = sql.one.get(id);
    if (!row) throw new AppError('NOT_FOUND', 'This workflow does not exist any more. Save it as a new one.');
    return row;
  }

  function revision(id: string, wanted: number): WorkflowDefinition | undefined {
    const row = sql.definition.get(id, wanted);
    return row && checkedJson(row.definition, workflowSchema, `revision ${wanted} of workflow ${id}`);
  }

  function stored(row: SummaryRow): StoredWorkflow {
    const definition = revision(row.id, row.revision);
    if (!definition) throw new Error(`Workflow ${row.id} has no revision ${row.revision}.`);
    return { ...rowToSummary(row), definition };
  }

  function addRevision(workflow: number, number: number, definition: WorkflowDefinition, packed: PackedJson, label: string | null): void {
    sql.insertRevision.run(workflow, number, label, now(), definition.name, definition.description ?? '', definition.steps.length, packed);
    sql.setRevision.run(number, workflow);
    sql.forgetOldAutosaves.run({ workflow });
  }

  function create(definition: WorkflowDefinition): Promise<StoredWorkflow> {
    const id = ids.next('workflow');
    const packed = packJson(definition);
    return write(() => {
      addRevision(Number(sql.insert.run(id).lastInsertRowid), 1, definition, packed, null);
      return stored(find(id));
    });
  }

  function save(id: string, definition: WorkflowDefinition, baseRevision: number, label: string | null): Promise<StoredWorkflow> {
    const packed = packJson(definition);
    return write(() => {
      const row = find(id);
      if (row.revision !== baseRevision) throw savedMeanwhile(row);
      addRevision(row.number, row.revision + 1, definition, packed, label);
      return stored(find(id));
    });
  }

  return {
    list: () => sql.list.all().map(rowToSummary),
    get(id) {
      const row = sql.one.get(id);
      return row && stored(row);
    },
    create,
    save,
    delete: (id) => write(() => sql.hide.run(now(), id).changes > 0),
    undelete: (id) =>
      write(() => {
        sql.show.run(id);
        return stored(find(id));
      }),
    revisions: (id) => sql.revisions.all(id).map(rowToRevision),
    revision,
  };
}

const SUMMARY = `
  SELECT workflows.number, id, name, description, step_count, workflows.revision, saved_at
  FROM workflows JOIN workflow_revisions AS newest ON newest.workflow = workflows.number AND newest.revision = workflows.revision
  WHERE deleted_at IS NULL`;

function prepare(db: Database.Database) {
  return {
    // In the order of saving, whatever the clock said.
    list: db.prepare<[], SummaryRow>(`${SUMMARY} ORDER BY newest.rowid DESC`),
    one: db.prepare<[string], SummaryRow>(`${SUMMARY} AND id = ?`),
    definition: db.prepare<[string, number], DefinitionRow>(
      'SELECT definition FROM workflow_revisions JOIN workflows ON number = workflow WHERE id = ? AND workflow_revisions.revision = ?',
    ),
    revisions: db.prepare<[string], RevisionRow>(
      `SELECT workflow_revisions.revision, label, saved_at, step_count FROM workflow_revisions JOIN workflows ON number = workflow
       WHERE id = ? ORDER BY workflow_revisions.revision DESC`,
    ),
    insert: db.prepare('INSERT INTO workflows (id, revision) VALUES (?, 0)'),
    insertRevision: db.prepare(
      `INSERT INTO workflow_revisions (workflow, revision, label, saved_at, name, description, step_count, definition)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    setRevision: db.prepare('UPDATE workflows SET revision = ? WHERE number = ?'),
    hide: db.prepare('UPDATE workflows SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL'),
    show: db.prepare('UPDATE workflows SET deleted_at = NULL WHERE id = ?'),
    forgetOldAutosaves: db.prepare(
      `DELETE FROM workflow_revisions WHERE workflow = @workflow AND label IS NULL AND revision <= (
         SELECT revision FROM workflow_revisions WHERE workflow = @workflow AND label IS NULL
         ORDER BY revision DESC LIMIT 1 OFFSET ${KEPT_AUTOSAVES})`,
    ),
  };
}

function savedMeanwhile(row: SummaryRow): AppError {
  return new AppError('CONFLICT', `“${row.name}” was saved elsewhere meanwhile. Reload it, or save yours under another name.`, {
    revision: row.revision,
  });
}

function rowToSummary(row: SummaryRow): WorkflowSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    stepCount: row.step_count,
    revision: row.revision,
    updatedAt: row.saved_at,
  };
}

function rowToRevision(row: RevisionRow): WorkflowRevision {
  return { revision: row.revision, label: row.label, savedAt: row.saved_at, stepCount: row.step_count };
}
