/**
 * parallel() and race(): concurrent work that needs no workflow.
 *
 *   npm run example:parallel
 */
import { createAgentSdk } from 'stepgraph';

const sdk = await createAgentSdk();

// Results come by index, whatever finishes first. Each task is given a signal that says when its result is no longer wanted.
const results = await sdk.parallel(
  [
    (signal) => sdk.run('Summarize the project from README.md.', { signal }),
    (signal) => sdk.run('List the scripts in package.json.', { signal }),
    (signal) => sdk.run('Which folders does this project have?', { signal }),
  ],
  { maxConcurrency: 3 },
);
for (const [index, result] of results.entries()) {
  console.log(`— ${index + 1}:`, result?.text ?? results.errors[index]);
}

// The first to succeed wins; the other is aborted.
const fastest = await sdk.race(
  [
    (signal) => sdk.run('What is 2+2?', { model: 'claude-haiku-4-5', signal }),
    (signal) => sdk.run('What is 2+2?', { model: 'claude-sonnet-4-6', signal }),
  ],
  { timeoutMs: 30_000 },
);
console.log('— fastest:', fastest.text);

await sdk.close();
