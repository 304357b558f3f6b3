import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { createHost, type Host } from '../../electron/host/createHost';
import { systemClock } from '../../electron/platform/systemClock';
import { tool } from '../../electron/tools/customTool';
import type { KillPoint, Orders } from './faultWorkerOrders';

/** Waits are this much shorter than usual, so that a back-off does not hold a test up. */
const HASTE = 20;

export type FaultHostOptions = Pick<Orders, 'database' | 'modelServer' | 'workDir' | 'effects'> & {
  /** Told whenever one of these points is passed. */
  readonly pass?: (point: KillPoint) => void;
};

/** The real host with two tools: `look` leaves no trace, `note` leaves the key it is given. */
export function openFaultHost({ database, modelServer, workDir, effects, pass = () => {} }: FaultHostOptions): Promise<Host> {
  const inputSchema = z.object({ key: z.string() });
  const look = tool({ name: 'look', description: 'Looks at something', inputSchema, isReadOnly: true }, async ({ key }) => {
    pass('tool.started');
    return `saw ${key}`;
  });
  const note = tool({ name: 'note', description: 'Notes something', inputSchema }, async ({ key }) => {
    pass('tool.started');
    appendFileSync(effects, `${key}\n`);
    pass('tool.finished');
    return `noted ${key}`;
  });
  const clock = systemClock();
  return createHost({
    database,
    workDir,
    environment: { ANTHROPIC_BASE_URL: modelServer },
    tools: [look, note],
    agents: [{ name: 'bot', description: 'Does chores' }],
    clock: { ...clock, sleep: (ms, signal) => clock.sleep(ms / HASTE, signal) },
    log: { warn: () => {}, error: () => {} },
  });
}
