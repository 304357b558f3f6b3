import type { z } from 'zod';
import type { StepgraphClient } from '../../shared/ipc/contract';
import { followRun } from './followRun';
import { withHost } from './host';
import { commonSchema, eventSchema } from './options';
import { readStoredRun } from './storedRun';
import type { ExitStatus, VerbCall } from './verb';

export const goOnSchema = commonSchema.extend(eventSchema.shape);

/** Goes on with a stored run as `command` says, and watches it to its end; what had happened before is not shown again. */
export function goOnWithRun(
  { operands: [runId = ''], options, terminal }: VerbCall<z.output<typeof goOnSchema>>,
  command: (runs: StepgraphClient['runs'], runId: string) => Promise<unknown>,
): Promise<ExitStatus> {
  const host = { ...options, isWatched: terminal.screen !== undefined, isAttended: terminal.keyboard !== undefined };
  return withHost(host, async ({ client, services }) => {
    const { state } = readStoredRun(services, runId);
    await command(client.runs, runId);
    return followRun(client, runId, state.seq, options, terminal);
  });
}
