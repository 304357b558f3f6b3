import { useEffect, useState } from 'react';
import type { StepState } from '../../../shared/run/state';
import styles from './LiveFooter.module.css';

/** Two lines of a card hold fewer. */
const TAIL_CHARACTERS = 90;

/** What a working step is writing right now, how long it has been at it and what it has used. */
export function LiveFooter({ run }: { readonly run: StepState }) {
  const tokens = run.usage.inputTokens + run.usage.outputTokens;
  return (
    <div className={styles.footer}>
      <div className={styles.tail}>
        <span>{tailOf(run)}</span>
      </div>
      <div className={styles.figures}>
        {run.startedAt && <Elapsed since={run.startedAt} />}
        {run.turns > 0 && <span>{run.turns === 1 ? '1 turn' : `${run.turns} turns`}</span>}
        {tokens > 0 && <span>{formatCount(tokens)} tokens</span>}
      </div>
    </div>
  );
}

function tailOf(run: StepState): string {
  const tool = run.toolCalls.findLast((call) => call.status === 'running' || call.status === 'waiting');
  if (tool?.status === 'waiting') return `asks to use ${tool.name}`;
  if (run.text !== '') return run.text.slice(-TAIL_CHARACTERS).replace(/\s+/g, ' ');
  return tool ? `${tool.name} …` : 'thinking …';
}

function Elapsed({ since }: { readonly since: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span>{formatDuration(Math.max(0, now - Date.parse(since)))}</span>;
}

/** `0.8 s`, `12 s`, `3 min 05 s` */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/** `950`, `1.2 k`, `34 k` */
export function formatCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(count / 1000).toFixed(1)} k` : `${Math.round(count / 1000)} k`;
}
