// Chapter 7, section 2, as printed there; only the package's name differs.
import { createAgentSdk } from 'stepgraph';

const sdk = await createAgentSdk();

const results = await sdk.parallel(
  [() => sdk.run('Summarize the project.'), () => sdk.run('List action items.'), () => sdk.run('Review code structure.')],
  { maxConcurrency: 3 },
);

const fastest = await sdk.race(
  [() => sdk.run('What is 2+2?', { model: 'claude-haiku-4-5' }), () => sdk.run('What is 2+2?', { model: 'claude-sonnet-4-6' })],
  { timeoutMs: 30_000 },
);

console.log(
  JSON.stringify({
    texts: [results[0]?.text, results[1]?.text, results[2]?.text].map((text) => typeof text),
    fastest: typeof fastest.text,
  }),
);
await sdk.close();
