import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { startTestHost } from '../support/host';
import { fillWithSessions } from './manySessions';
import { measureCalls } from './sessionsCalls';
import { type Figures, measureWindow, openBrowser } from './sessionsWindow';

const SIZES = [100, 1_000, 10_000] as const;

/** What people wait for in the Sessions view, with so many sessions, and in one session with so many messages: in the host, and in the window. */
export async function run(): Promise<void> {
  if (!existsSync('out/main/headless.js')) throw new Error('The app is not built: run `npm run build` first.');
  const browser = await openBrowser();
  const [calls, window]: [Figures[], Figures[]] = [[], []];
  try {
    for (const size of SIZES) {
      await using host = await startTestHost({ log: { warn: () => undefined, error: () => undefined } });
      await fillWithSessions(host.host, size);
      window.push(await measureWindow(browser, host.url, size));
      calls.push(await measureCalls(host.host, size));
    }
  } finally {
    await browser.close();
  }
  console.log('With as many sessions, and as many messages in one of them. Medians in milliseconds.');
  // Frames are late where others want the processors too.
  console.log(`${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)}.`);
  print('in the host', calls);
  print('in the window', window);
  console.log('\nTargets at 10,000: list < 200 ms, search < 100 ms, both in the window; restore < 5 ms in the host; no frame > 50 ms.');
}

/** One line for each figure, one column for each size. */
function print(heading: string, columns: readonly Figures[]): void {
  console.log(`\n${heading.padEnd(36)} ${SIZES.map((size) => String(size).padStart(9)).join('')}   growth`);
  for (const [row, [name]] of (columns[0] ?? []).entries()) {
    const values = columns.map((column) => column[row]?.[1] ?? Number.NaN);
    const growth = (values.at(-1) ?? Number.NaN) / (values[0] ?? Number.NaN);
    console.log(`${name.padEnd(36)} ${values.map((value) => value.toFixed(2).padStart(9)).join('')}   ×${growth.toFixed(1)}`);
  }
}
