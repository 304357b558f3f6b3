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
  readonly deleted_at: string | null;
};
type DefinitionRow = { readonly definition: PackedJson };
type RevisionRow = { readonly revision: number; readonly label: string | null; readonly saved_at: string; readonly step_count: number };

const SUMMARY = `
  SELECT workflows.number, id, name, description, step_count, workflows.revision, saved_at, deleted_at
  FROM workflows JOIN workflow_revisions AS newest ON newest.workflow = workflows.number AND newest.revision = workflows.revision`;

/** Every save is a revision that holds the whole definition; deleting only hides. */
export function createWorkflows({ db, write, clock, ids }: StoreContext): WorkflowRepository {
  const listed = db.prepare<[], SummaryRow>(`${SUMMARY} WHERE deleted_at IS NULL ORDER BY saved_at DESC, workflows.number DESC`);
  const one = db.prepare<[string], SummaryRow>(`${SUMMARY} WHERE id = ?`);
  const definitionOf = db.prepare<[string, number], DefinitionRow>(
    'SELECT definition FROM workflow_revisions JOIN workflows ON number = workflow WHERE id = ? AND workflow_revisions.revision = ?',
  );
  const revisionsOf = db.prepare<[string], RevisionRow>(
    `SELECT workflow_revisions.revision, label, saved_at, step_count FROM workflow_revisions JOIN workflows ON number = workflow
     WHERE id = ? ORDER BY workflow_revisions.revision DESC`,
  );
  const insert = db.prepare('INSERT INTO workflows (id, revision) VALUES (?, 0)');
  const insertRevision = db.prepare(
    `INSERT INTO workflow_revisions (workflow, revision, label, saved_at, name, description, step_count, definition)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setRevision = db.prepare('UPDATE workflows SET revision = ? WHERE number = ?');
  const setDeleted = db.prepare('UPDATE workflows SET deleted_at = ? WHERE id = ? AND (deleted_at IS NULL) = ?');
  const forgetOldAutosaves = db.prepare(
    `DELETE FROM workflow_revisions WHERE workflow = @workflow AND label IS NULL AND revision <= (
       SELECT revision FROM workflow_revisions WHERE workflow = @workflow AND label IS NULL
       ORDER BY revision DESC LIMIT 1 OFFSET ${KEPT_AUTOSAVES})
     AND revision < (SELECT revision FROM workflows WHERE number = @workflow)`,
  );

  function addRevision(workflow: number, revision: number, definition: WorkflowDefinition, packed: PackedJson, label: string | null): void {
    const savedAt = new Date(clock.now()).toISOString();
    insertRevision.run(workflow, revision, label, savedAt, definition.name, definition.description ?? '', definition.steps.length, packed);
    setRevision.run(revision, workflow);
    forgetOldAutosaves.run({ workflow });
  }

  function find(id: string): SummaryRow {
    const row = one.get(id);
    if (!row || row.deleted_at !== null) throw new AppError('NOT_FOUND', 'This workflow does not exist any more. Save it as a new one.');
    return row;
  }

  function revision(id: string, wanted: number): WorkflowDefinition | undefined {
    const row = definitionOf.get(id, wanted);
    return row && checkedJson(row.definition, workflowSchema, `revision ${wanted} of workflow ${id}`);
  }

  function stored(row: SummaryRow): StoredWorkflow {
    const definition = revision(row.id, row.revision);
    if (!definition) throw new Error(`Workflow ${row.id} has no revision ${row.revision}.`);
    return { ...rowToSummary(row), definition };
  }

  return {
    list: () => listed.all().map(rowToSummary),
    get(id) {
      const row = one.get(id);
      return row && row.deleted_at === null ? stored(row) : undefined;
    },
    create(definition) {
      const id = ids.next('workflow');
      const packed = packJson(definition);
      return write(() => {
        const { lastInsertRowid } = insert.run(id);
        addRevision(Number(lastInsertRowid), 1, definition, packed, null);
        return stored(find(id));
      });
    },
    save(id, definition, baseRevision, label) {
      const packed = packJson(definition);
      return write(() => {
        const row = find(id);
        if (row.revision !== baseRevision) {
          throw new AppError('CONFLICT', `“${row.name}” was saved elsewhere meanwhile. Reload it, or save yours under another name.`, {
            revision: row.revision,
          });
        }
        addRevision(row.number, row.revision + 1, definition, packed, label);
        return stored(find(id));
      });
    },
    delete: (id) => write(() => setDeleted.run(new Date(clock.now()).toISOString(), id, 1).changes > 0),
    undelete: (id) =>
      write(() => {
        setDeleted.run(null, id, 0);
        return stored(find(id));
      }),
    revisions: (id) => revisionsOf.all(id).map(rowToRevision),
    revision,
  };
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
