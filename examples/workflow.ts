/**
 * Workflow basics: a definition as plain JSON, steps side by side, and what the result holds.
 *
 *   npm run example:workflow
 */
import { createAgentSdk, toBuilderCode, validateWorkflow, type WorkflowDefinition } from 'stepgraph';

const definition: WorkflowDefinition = {
  name: 'folder-portrait',
  description: 'What a folder is about, from two sides at once',
  parameters: { FOLDER: { type: 'string', description: 'The folder to look at', required: true } },
  steps: [
    {
      id: 'documents',
      description: 'Documents',
      prompt: 'Read README.md and other *.md files of $FOLDER. What is it about?',
      allowedTools: ['read', 'glob'],
    },
    {
      id: 'manifest',
      description: 'Manifest',
      prompt: 'Read package.json of $FOLDER. What is it built with?',
      allowedTools: ['read', 'glob'],
    },
    {
      id: 'portrait',
      description: 'Portrait',
      prompt: 'In five sentences:\nDocuments: $steps.documents.text\nManifest: $steps.manifest.text',
      dependsOn: ['documents', 'manifest'],
      mode: 'single',
    },
  ],
};

// The same checks that the canvas and the terminal make: every problem at once, each with its place.
for (const problem of validateWorkflow(definition)) console.log(`${problem.severity} at ${problem.path}: ${problem.message}`);

const sdk = await createAgentSdk();
const result = await sdk.workflow.run(definition, { FOLDER: process.cwd() });

for (const step of result.steps) {
  const cost = step.costUsd === null ? 'unknown price' : `$${step.costUsd.toFixed(4)}`;
  console.log(`${step.status.padEnd(9)} ${step.name.padEnd(10)} ${step.durationMs} ms · ${step.toolCalls.length} tool calls · ${cost}`);
}
console.log(`\n${result.text}\n`);

// The way from JSON to code; nothing is lost on it.
console.log(toBuilderCode(definition));

await sdk.close();
