import { AppError } from './appError';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION_PATTERN = /^(?<count>\d+)(?<unit>ms|s|m|h|d)$/;

/** Milliseconds of `500ms`, `30s`, `5m`, `1h` or `7d`; anything else is `INVALID_INPUT`. */
export function parseDuration(text: string): number {
  const { count, unit } = DURATION_PATTERN.exec(text)?.groups ?? {};
  const milliseconds = Number(count) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? Number.NaN);
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  throw new AppError('INVALID_INPUT', `"${text}" is not a duration. Write a whole number and a unit: 500ms, 30s, 5m, 1h or 7d.`);
}

/** The same, written with the largest unit that leaves a whole number: `30m`, `90s`. */
export function writeDuration(milliseconds: number): string {
  const fitting = Object.entries(UNIT_MS).filter(([, unit]) => milliseconds % unit === 0);
  const [name, unit] = fitting.at(-1) ?? ['ms', 1];
  return `${milliseconds / unit}${name}`;
}
