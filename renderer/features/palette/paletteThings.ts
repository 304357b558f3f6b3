import { useDeferredValue, useMemo } from 'react';
import { stepName } from '../../../shared/workflow/schema';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { countOf, formatWhen } from '../../ui/format';
import { editorStore, stepKeys, useActiveDefinition } from '../editor';
import { attempt, openWorkflow } from '../explorer';
import { openTab } from '../runs';

/** Something with a name that can be opened. */
export type PaletteThing = { readonly key: string; readonly name: string; readonly aside?: string; readonly open: () => void };

export type PaletteGroup = { readonly title: string; readonly things: readonly PaletteThing[] };

/** How many runs and sessions are offered; the search narrows them on the host. */
const OFFERED = 12;

export function usePaletteThings(typed: string): readonly PaletteGroup[] {
  const client = useClient();
  const search = useDeferredValue(typed.trim());
  const definition = useActiveDefinition();
  const { data: workflows } = useHostQuery((host, signal) => host.workflows.list({}, signal), []);
  const { data: found } = useHostQuery(
    async ({ runs, sessions }, signal) => {
      const query = { search, limit: OFFERED };
      const [run, session] = await Promise.all([runs.list(query, signal), sessions.list(query, signal)]);
      return { runs: run.runs, sessions: session.sessions };
    },
    [search],
  );
  return useMemo(() => {
    const now = Date.now();
    const keys = definition ? stepKeys(definition) : [];
    const steps = (definition?.steps ?? []).map((step, index) => ({
      key: `step:${index}`,
      name: stepName(step),
      aside: step.id,
      open: () => editorStore.getState().select([keys[index] ?? step.id]),
    }));
    return [
      { title: 'Steps', things: steps },
      {
        title: 'Workflows',
        things: (workflows ?? []).map(({ id, name, stepCount }) => ({
          key: id,
          name,
          aside: countOf(stepCount, 'step'),
          open: () => attempt(openWorkflow(client, id)),
        })),
      },
      {
        title: 'Runs',
        things: (found?.runs ?? []).map(({ runId, workflowName, startedAt }) => ({
          key: runId,
          name: workflowName,
          aside: formatWhen(startedAt, now),
          open: () => openTab({ kind: 'run', id: runId }),
        })),
      },
      {
        title: 'Sessions',
        things: (found?.sessions ?? []).map(({ id, title, lastActiveAt }) => ({
          key: id,
          name: title,
          aside: formatWhen(lastActiveAt, now),
          open: () => openTab({ kind: 'session', id, title }),
        })),
      },
    ].filter(({ things }) => things.length > 0);
  }, [client, definition, workflows, found]);
}
