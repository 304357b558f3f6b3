import { z } from 'zod';
import { type WorkflowDefinition, workflowSchema } from '../../workflow/schema';
import { command, of, query, stream } from '../define';

export type WorkflowSummary = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly stepCount: number;
  readonly revision: number;
  readonly updatedAt: string;
};

/** A stored workflow; `revision` counts its saves. */
export type StoredWorkflow = WorkflowSummary & { readonly definition: WorkflowDefinition };

export type WorkflowRevision = {
  readonly revision: number;
  /** `null` for autosaves. */
  readonly label: string | null;
  readonly savedAt: string;
  readonly stepCount: number;
};

export type Template = { readonly id: string; readonly definition: WorkflowDefinition };

const id = z.string().min(1).max(64);

export const workflowsContract = {
  list: query(z.object({}), of<readonly WorkflowSummary[]>()),
  get: query(z.object({ id }), of<StoredWorkflow>()),
  create: command(z.object({ definition: workflowSchema }), of<StoredWorkflow>()),
  /** Stores a new revision. `CONFLICT` when `baseRevision` is not the newest: someone else saved meanwhile. */
  save: command(
    z.object({
      id,
      definition: workflowSchema,
      baseRevision: z.number().int().min(0),
      label: z.string().max(200).nullable().default(null),
    }),
    of<WorkflowSummary>(),
  ),
  /** Can be taken back with `undelete`. */
  delete: command(z.object({ id }), of<null>()),
  undelete: command(z.object({ id }), of<StoredWorkflow>()),
  revisions: query(z.object({ id }), of<readonly WorkflowRevision[]>()),
  revision: query(z.object({ id, revision: z.number().int().positive() }), of<WorkflowDefinition>()),
  templates: query(z.object({}), of<readonly Template[]>()),
  /** Yields at once and whenever the list may have changed. */
  changes: stream(z.object({}), of<{ readonly at: string }>()),
};
