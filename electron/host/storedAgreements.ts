import { z } from 'zod';
import type { SettingsRepository } from '../store/store';

/** What a person has agreed to, by fingerprint. */
export type Agreements = {
  has(fingerprint: string): boolean;
  /** Resolves when it can no longer be lost. */
  add(fingerprints: readonly string[]): Promise<void>;
};

/** The oldest are forgotten beyond this, which means being asked again. */
const MOST_AGREEMENTS = 2_000;
const stored = z.array(z.string()).catch([]);

/** Kept with the person's settings; fingerprints only, which tell nothing of commands or credentials. `given` hold for this host alone. */
export function storedAgreements(
  settings: Pick<SettingsRepository, 'get' | 'set'>,
  key: string,
  given: readonly string[] = [],
): Agreements {
  const all = () => stored.parse(settings.get(key) ?? []);
  let lastWrite: Promise<void> = Promise.resolve();
  return {
    has: (wanted) => given.includes(wanted) || all().includes(wanted),
    add(further) {
      const write = lastWrite.then(() => {
        const kept = all().filter((one) => !further.includes(one));
        return settings.set({ [key]: [...kept, ...new Set(further)].slice(-MOST_AGREEMENTS) });
      });
      // Each reads what the one before has written.
      lastWrite = write.catch(() => undefined);
      return write;
    },
  };
}
