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

const sdk = await createAgentSdk({
  database: join(folder, 'example.db'),
  sessionManager: {
    idleTimeoutMs: 3_000, // Mark idle after 3 seconds (default: 30 min)
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

// Every send touches its session; the other one becomes idle.
await wait(4_000);
await session.send('What port does the API run on?');
console.log(await sdk.sessions.stats());

// Close all idle sessions
const closed = await sdk.sessions.closeIdle();
console.log(`Closed ${closed} sessions`);

// Prune closed sessions older than 7 days: none of these is that old
console.log(`Pruned ${await sdk.sessions.prune({ status: 'closed', olderThan: '7d' })} sessions older than 7 days`);

// Prune whatever is closed and has not been used for a second
console.log(`Pruned ${await sdk.sessions.prune({ status: 'closed', olderThan: '1s' })} sessions older than 1 second`);

// Prune idle sessions older than 1 hour
await sdk.sessions.prune({ status: 'idle', olderThan: '1h' });

// Without a filter everything would go, so that is refused
await sdk.sessions.prune({}).catch((error: Error) => console.log(`Refused: ${error.message}`));

console.log(await sdk.sessions.stats());
await sdk.close();
rmSync(folder, { recursive: true });
