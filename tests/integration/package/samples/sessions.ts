// Chapter 7, sections 3 and 4, as printed there; only the package's name differs.
import { createAgentSdk } from 'stepgraph';

const sdk = await createAgentSdk({
  sessionManager: {
    idleTimeoutMs: 30 * 60_000, // Mark idle after 30 min (default)
    maxSessions: 100, // Max stored sessions
    maxConcurrentActive: 10, // Max concurrent active sessions
    cleanupIntervalMs: 5 * 60_000, // Auto-cleanup interval (default: 5 min)
  },
});

const session = await sdk.createSession({ title: 'Checkpoint Demo' });

await session.send('Remember: the API runs on port 8080.');
await session.send('The database schema is in db/schema.sql.');

// Save a checkpoint
const cp = await session.saveCheckpoint('before-refactor');

// Do something risky
await session.send('Rename all API endpoints from /api to /v2.');

// Oops, restore
await session.restoreCheckpoint(cp.id);

// Verify — the rename conversation is gone
const reply = await session.send('What port does the API run on?');

// Save a baseline
const baseline = await session.saveCheckpoint('baseline');

// Try approach A
await session.send('Write a class-based React component.');
await session.saveCheckpoint('approach-a');

// Go back and try approach B
await session.restoreCheckpoint(baseline.id);
await session.send('Write a hooks-based React component.');
const approachB = await session.saveCheckpoint('approach-b');

// List all checkpoints for a session
const checkpoints = await session.listCheckpoints();
const lines: string[] = [];
for (const cp of checkpoints) {
  lines.push(`${cp.id} | "${cp.label}" | ${cp.createdAt}`);
}

// Delete a checkpoint
await session.deleteCheckpoint(approachB.id);

// Get session stats
const stats = await sdk.sessions.stats();

// Prune closed sessions older than 7 days
await sdk.sessions.prune({ status: 'closed', olderThan: '7d' });

// Prune idle sessions older than 1 hour
await sdk.sessions.prune({ status: 'idle', olderThan: '1h' });

// Close all idle sessions
const closed = await sdk.sessions.closeIdle();

console.log(JSON.stringify({ reply: reply.text, labels: lines.length, left: (await session.listCheckpoints()).length, stats, closed }));
await sdk.close();
