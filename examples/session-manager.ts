/**
 * Session lifecycle: how many sessions there are, which are idle, and how old ones go (chapter 7, section 3).
 *
 *   npm run example:session-manager
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAgentSdk } from 'stepgraph';

// A store of its own: this example prunes, and your sessions are none of its business.
const folder = mkdtempSync(join(tmpdir(), 'stepgraph-example-'));

const database = join(folder, 'example.db');

const sdk = await createAgentSdk({
  database,
  sessionManager: {
    idleTimeoutMs: 30 * 60_000, // Mark idle after 30 min (default)
    maxSessions: 100, // Max stored sessions
    maxConcurrentActive: 10, // Max concurrent active sessions
    cleanupIntervalMs: 5 * 60_000, // Auto-cleanup interval (default: 5 min)
  },
});

const session = await sdk.createSession({ title: 'Kept in use' });
await session.send('Remember: the API runs on port 8080.');
await sdk.run('Which folders does this project have?');

// Get session stats
const stats = await sdk.sessions.stats();
console.log(stats); // { total, active, idle, closed }

// Prune closed sessions older than 7 days
await sdk.sessions.prune({ status: 'closed', olderThan: '7d' });

// Prune idle sessions older than 1 hour
await sdk.sessions.prune({ status: 'idle', olderThan: '1h' });

// Close all idle sessions
const closed = await sdk.sessions.closeIdle();
console.log(`Closed ${closed} sessions`);

// Without a filter everything would go, so that is refused
await sdk.sessions.prune({}).catch((error: Error) => console.log(`Refused: ${error.message}`));
await sdk.close();

// Nobody waits half an hour for an example: the same store, where a session is idle after 3 seconds.
const hasty = await createAgentSdk({ database, sessionManager: { idleTimeoutMs: 3_000 } });
const resumed = await hasty.resumeSession(session.id);

// Every send touches its session; the other one becomes idle.
await wait(4_000);
await resumed.send('What port does the API run on?');
console.log(await hasty.sessions.stats());
console.log(`Closed ${await hasty.sessions.closeIdle()} sessions`);
console.log(`Pruned ${await hasty.sessions.prune({ status: 'closed', olderThan: '1s' })} sessions older than 1 second`);
console.log(await hasty.sessions.stats());
await hasty.close();
rmSync(folder, { recursive: true });
