/**
 * Checkpoints: save where a session stands, go back there, try two ways from one point (chapter 7, section 4).
 *
 *   npm run example:checkpoint
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgentSdk } from 'stepgraph';

const workDir = mkdtempSync(join(tmpdir(), 'stepgraph-example-'));
const sdk = await createAgentSdk({ workDir });

const session = await sdk.createSession({ title: 'Checkpoint Demo' });

await session.send('Remember: the API runs on port 8080.');
await session.send('The database schema is in db/schema.sql.');

// Save a checkpoint
const cp = await session.saveCheckpoint('before-refactor');
console.log(`Checkpoint: ${cp.id}`);

// Do something risky
await session.send('Rename all API endpoints from /api to /v2.');

// Oops, restore
await session.restoreCheckpoint(cp.id);

// Verify — the rename conversation is gone
const reply = await session.send('What port does the API run on?');
console.log(reply.text); // includes "8080"

// Save a baseline
const baseline = await session.saveCheckpoint('baseline');

// Try approach A
await session.send('Write a class-based React component.');
const approachA = await session.saveCheckpoint('approach-a');

// Go back and try approach B
await session.restoreCheckpoint(baseline.id);
await session.send('Write a hooks-based React component.');
const approachB = await session.saveCheckpoint('approach-b');
console.log(`Two approaches from one baseline: ${approachA.id}, ${approachB.id}`);

// List all checkpoints for a session; automatic ones mark the points that were left
const checkpoints = await session.listCheckpoints();
for (const cp of checkpoints) {
  console.log(`${cp.id} | "${cp.label}" | ${cp.createdAt}`);
}

// Delete a checkpoint
await session.deleteCheckpoint(approachB.id);

// A checkpoint can carry the files of the work directory, too. What something else than the session changed is only overwritten when told to.
writeFileSync(join(workDir, 'config.json'), '{ "port": 8080 }');
const withFiles = await session.saveCheckpoint('with files', { files: true }).catch((error: Error) => {
  console.log(error.message); // there is no git on this machine
});
if (withFiles) {
  writeFileSync(join(workDir, 'config.json'), '{ "port": 1 }');
  const { files } = await session.previewRestore(withFiles.id);
  console.log(
    'Restoring would change:',
    files?.changes.map((change) => change.path),
  );
  await session.restoreCheckpoint(withFiles.id, { files: true, force: true });
  console.log(readFileSync(join(workDir, 'config.json'), 'utf8'));
}

await sdk.close();
rmSync(workDir, { recursive: true });
