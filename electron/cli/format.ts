import type { StartedWithin } from '../../shared/run/state';
import type { Usage } from '../../shared/run/usage';

/** 950 → `0.9 s`, 83000 → `1 min 23 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

export function formatTokens(usage: Usage): string {
  const total = usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return `${total.toLocaleString('en-US')} tokens`;
}

/** `null`, the price is not known: nothing. */
export function formatCost(costUsd: number | null): string {
  return costUsd === null ? '' : `$${costUsd.toFixed(4)}`;
}

/** What a run's steps started, in words. */
export function startedText({ runs, sessions }: StartedWithin): string {
  const parts = [counted(runs, 'run'), counted(sessions, 'agent session')].filter((part) => part !== '');
  return `the ${parts.join(' and ')} it started`;
}

function counted(count: number, thing: string): string {
  if (count === 0) return '';
  return count === 1 ? thing : plural(count, thing);
}

/** `1 file`, `2 files`. */
export function plural(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Columns under their headings, two spaces apart. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [headings, ...rows].map(line).join('\n');
}
