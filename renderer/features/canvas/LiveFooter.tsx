import { requestWords } from '../../../shared/catalog/requestWords';
import { plainText } from '../../../shared/lib/plainText';
import type { StepState } from '../../../shared/run/state';
import { countOf, formatCount, formatDuration } from '../../ui/format';
import { useNow } from '../../ui/useNow';
import styles from './LiveFooter.module.css';

/** Two lines of a card hold fewer. */
const TAIL_CHARACTERS = 90;

/** What a working step is writing right now, how long it has been at it and what it has used. */
export function LiveFooter({ run }: { readonly run: StepState }) {
  const tokens = run.usage.inputTokens + run.usage.outputTokens;
  const asking = run.toolCalls.findLast((call) => call.status === 'waiting');
  return (
    <div className={styles.footer}>
      {run.status === 'waiting' ? (
        <p className={styles.asking}>
          {asking ? `Asks to ${requestWords(asking.name, asking.input)}` : 'What it started asks for permission'}
        </p>
      ) : (
        <div className={styles.tail}>
          <span>{tailOf(run)}</span>
        </div>
      )}
      <div className={styles.figures}>
        {run.startedAt && <Elapsed since={run.startedAt} />}
        {run.turns > 0 && <span>{countOf(run.turns, 'turn')}</span>}
        {tokens > 0 && <span>{formatCount(tokens)} tokens</span>}
      </div>
    </div>
  );
}

function tailOf(run: StepState): string {
  if (run.text !== '') return plainText(run.text.slice(-TAIL_CHARACTERS)).replace(/\s+/g, ' ');
  const tool = run.toolCalls.findLast((call) => call.status === 'running');
  return tool ? `${plainText(tool.name)} …` : 'Thinking …';
}

function Elapsed({ since }: { readonly since: string }) {
  return <span>{formatDuration(useNow(true) - Date.parse(since))}</span>;
}
