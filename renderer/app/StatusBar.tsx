import { Activity, CircleX, FlaskConical, Radio, TriangleAlert } from 'lucide-react';
import { useProblemCounts } from '../features/problems';
import { useProcessCount } from '../features/processes';
import { totalTokens, useShownRun } from '../features/runs';
import { openSettings, settingsStore } from '../features/settings';
import { useConnection } from '../host/HostProvider';
import { useHostQuery } from '../host/useHostQuery';
import { countOf, formatCost, formatCount } from '../ui/format';
import { runCommand } from './commands';
import { showBottom } from './layoutStore';
import styles from './StatusBar.module.css';

/** What holds for the whole window, and for the run in front. */
export function StatusBar() {
  const providerChanges = settingsStore((state) => state.providerChanges);
  const { data: info } = useHostQuery((client, signal) => client.app.info({}, signal), [providerChanges]);
  const { data: sessions } = useHostQuery(
    (client, signal) => client.sessions.stats({}, signal),
    [],
    (client, signal) => client.sessions.changes({}, signal),
  );
  const { errors, warnings } = useProblemCounts();
  const view = useShownRun();
  const { state } = useConnection();
  const running = useProcessCount();
  const isRehearsal = info?.provider.kind === 'rehearsal';
  return (
    <footer className={styles.bar}>
      <button
        type="button"
        className={styles.item}
        onClick={openSettings}
        title={isRehearsal ? REHEARSAL : (info?.provider.baseUrl ?? undefined)}
      >
        {isRehearsal ? <FlaskConical size={12} aria-hidden="true" /> : <Radio size={12} aria-hidden="true" />}
        {info ? (isRehearsal ? 'Rehearsal' : 'Anthropic') : 'Connecting'}
      </button>
      {sessions && (
        <button type="button" className={styles.item} title="Show all sessions" onClick={() => runCommand('sessions.show')}>
          {countOf(sessions.total, 'session')}: {sessions.active.toLocaleString('en')} active, {sessions.idle.toLocaleString('en')} idle,{' '}
          {sessions.closed.toLocaleString('en')} closed
        </button>
      )}
      <span className={styles.space} />
      {running > 0 && (
        <button type="button" className={styles.item} title="Show what is running" onClick={() => showBottom('processes')}>
          <Activity size={12} aria-hidden="true" data-tone="running" />
          {countOf(running, 'process', 'processes')}
        </button>
      )}
      {view && (
        <span className={styles.fact}>
          {formatCount(totalTokens(view.state))} tokens · {formatCost(view.state.costUsd)}
        </span>
      )}
      <button type="button" className={styles.item} onClick={() => showBottom('problems')}>
        <CircleX size={12} aria-hidden="true" data-tone={errors > 0 ? 'failed' : undefined} />
        {countOf(errors, 'error')}
        <TriangleAlert size={12} aria-hidden="true" data-tone={warnings > 0 ? 'waiting' : undefined} />
        {countOf(warnings, 'warning')}
      </button>
      {state !== 'connected' && <span className={styles.fact}>Not connected</span>}
    </footer>
  );
}

const REHEARSAL = 'No model is configured: runs are rehearsals, which read real files and cost nothing';
