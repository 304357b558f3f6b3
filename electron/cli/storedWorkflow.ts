import type { StepgraphClient } from '../../shared/ipc/contract';
import { InvalidInput } from './failures';

/** The stored workflow of this name or id. `missing` begins the sentence that refuses a name which none has. */
export async function findStoredWorkflow(client: StepgraphClient, name: string, missing = 'there is no stored workflow of that name') {
  const all = await client.workflows.list({});
  const found = all.filter((workflow) => workflow.name === name || workflow.id === name);
  const [only] = found;
  if (only === undefined) {
    throw new InvalidInput([
      `${name}: ${missing}${all.length === 0 ? '' : `. There are: ${all.map((workflow) => workflow.name).join(', ')}`}.`,
    ]);
  }
  if (found.length > 1) {
    throw new InvalidInput([
      `${name}: ${found.length} stored workflows have that name; use an id: ${found.map((workflow) => workflow.id).join(', ')}.`,
    ]);
  }
  return only;
}
