/**
 * Where shell commands run: `off`, like other programs of the person; `on`, where they can write to the work directory alone; `offline`, the same
 * without a network.
 */
export const SANDBOX_MODES = ['off', 'on', 'offline'] as const;
export type SandboxMode = (typeof SANDBOX_MODES)[number];

/** What this machine has for it: `ready`, `missing` where it is not installed, `broken` where it is and does not start. `detail` is a sentence. */
export type SandboxAvailability = { readonly state: 'ready' | 'missing' | 'broken'; readonly detail: string };
