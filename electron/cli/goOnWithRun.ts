import type { z } from 'zod';
import type { StepgraphClient } from '../../shared/ipc/contract';
import { followRun } from './followRun';
import { withHost } from './host';
import {
  commonSchema,
  EVENT_OPTIONS,
  eventSchema,
  FILE_OPTIONS,
  fileSchema,
  SANDBOX_OPTIONS,
  SERVER_OPTIONS,
  sandboxSchema,
  serverSchema,
} from './options';
import { readStoredRun } from './storedRun';
import type { ExitStatus, VerbCall } from './verb';

/** What the verbs that go on with a run all take. */
export const GO_ON_OPTIONS = { ...SANDBOX_OPTIONS, ...FILE_OPTIONS, ...SERVER_OPTIONS, ...EVENT_OPTIONS };
export const goOnSchema = commonSchema.extend({ ...eventSchema.shape, ...sandboxSchema.shape, ...fileSchema.shape, ...serverSchema.shape });

/** Goes on with a stored run as `command` says, and watches it to its end; what had happened before is not shown again. */
export function goOnWithRun(
  { operands: [runId = '', stepId = ''], options, terminal }: VerbCall<z.output<typeof goOnSchema>>,
  command: (runs: StepgraphClient['runs'], place: { readonly runId: string; readonly stepId: string }) => Promise<unknown>,
): Promise<ExitStatus> {
  const host = { ...options, isWatched: terminal.screen !== undefined, isAttended: terminal.keyboard !== undefined };
  return withHost(host, async ({ client, services }) => {
    const { state } = readStoredRun(services, runId);
    await command(client.runs, { runId, stepId });
    return followRun(client, runId, state.seq, options, terminal);
  });
}
