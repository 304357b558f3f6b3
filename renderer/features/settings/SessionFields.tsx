import type { Settings } from '../../../shared/ipc/contract/app';
import { writeDuration } from '../../../shared/lib/duration';
import type { SettingsFieldsProps } from './settingsStore';
import { TypedField } from './TypedField';
import { readDuration, readWholeNumber } from './typedValues';

/** As the contract's schema has it: from a second to what a timer takes. */
const TIMES = { least: 1_000, most: 24 * 86_400_000 };

/** How long sessions stay fresh, and how many are kept. */
export function SessionFields({ settings, save }: SettingsFieldsProps) {
  const { sessionManager } = settings;
  const change = (part: Partial<Settings['sessionManager']>) => save({ sessionManager: { ...sessionManager, ...part } });
  return (
    <>
      <TypedField
        label="Idle after"
        hint="A session that was not used for so long is idle: 30m, 2h, 1d."
        value={sessionManager.idleTimeoutMs}
        write={writeDuration}
        read={(text) => readDuration(text, TIMES)}
        onCommit={(idleTimeoutMs) => change({ idleTimeoutMs })}
      />
      <TypedField
        label="Sessions kept"
        hint="Beyond so many the oldest closed ones are deleted, then the oldest idle ones; never one that is at work."
        value={sessionManager.maxSessions}
        write={String}
        read={(text) => readWholeNumber(text, { least: 1, most: 1_000_000 })}
        onCommit={(maxSessions) => change({ maxSessions })}
      />
      <TypedField
        label="Clean up every"
        hint="How often it is looked for sessions beyond that number: 5m, 1h."
        value={sessionManager.cleanupIntervalMs}
        write={writeDuration}
        read={(text) => readDuration(text, TIMES)}
        onCommit={(cleanupIntervalMs) => change({ cleanupIntervalMs })}
      />
    </>
  );
}
