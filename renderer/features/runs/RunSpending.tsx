import { totalSpending } from '../../../shared/run/total';
import { useHostQuery } from '../../host/useHostQuery';
import { formatCost, formatCount } from '../../ui/format';
import type { RunView } from './runsStore';
import { totalTokens } from './runView';
import { startedText } from './StartedList';
import { mayHaveStarted } from './useStarted';

/** What the run's own steps cost, and, where these started something, what it costs in all. */
export function RunSpending({ view: { state } }: { readonly view: RunView }) {
  const { runId, usage, costUsd } = state;
  const isAsked = [...state.steps.values()].some(({ toolNames }) => mayHaveStarted(toolNames));
  const { data: within } = useHostQuery(
    async (client, signal) => (isAsked ? client.runs.startedWithin({ runId }, signal) : undefined),
    [runId, isAsked],
    isAsked ? (client, signal) => client.runs.changes({}, signal) : undefined,
  );
  const total = within && within.runs + within.sessions > 0 ? totalSpending({ usage, costUsd }, within) : undefined;
  return (
    <>
      <span>{formatCount(totalTokens(state))} tokens</span>
      <span>{formatCost(costUsd)}</span>
      {within && total && (
        <span>
          with {startedText(within.runs, within.sessions)} it started: {formatCount(totalTokens(total))} tokens ·{' '}
          {formatCost(total.costUsd)}
        </span>
      )}
    </>
  );
}
