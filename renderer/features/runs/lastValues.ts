import { z } from 'zod';
import { PERMISSION_MODES } from '../../../shared/session/session';

const lastValuesSchema = z.object({
  fields: z.record(z.string(), z.union([z.string(), z.boolean()])),
  workDir: z.string().optional(),
  permissionMode: z.enum(PERMISSION_MODES).optional(),
});

/** What was typed into a workflow's run dialog the last time. */
export type LastValues = z.infer<typeof lastValuesSchema>;

/** Kept in the window's own storage: a convenience, which may be gone. */
export function loadLastValues(workflow: string, storage: Pick<Storage, 'getItem'> = localStorage): LastValues | undefined {
  try {
    return lastValuesSchema.parse(JSON.parse(storage.getItem(keyOf(workflow)) ?? 'null'));
  } catch {
    return undefined; // never saved, or by another version
  }
}

export function saveLastValues(workflow: string, values: LastValues, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(keyOf(workflow), JSON.stringify(values));
  } catch {
    // full or forbidden; the next dialog begins with the defaults
  }
}

function keyOf(workflow: string): string {
  return `stepgraph.run.${workflow}`;
}
