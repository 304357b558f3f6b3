/**
 * A pre-release check, built with every method of the Builder and explained line by line. Start here.
 *
 *   npm run example:workflow-annotated
 *   npm run example:workflow-annotated -- /path/to/a/repository release/v2.0
 *
 * Without ANTHROPIC_API_KEY it is a rehearsal: the steps really read the repository, but no model is called and nothing is spent.
 */
import { type AgentEvent, createAgentSdk } from 'stepgraph';

const [repository = process.cwd(), branch] = process.argv.slice(2);

// Opens the store. Sessions and runs made here can be looked at in the window and the terminal too.
const sdk = await createAgentSdk({ workDir: repository });

const workflow = sdk.workflow
  // The name appears in events, session titles ("release-check/Type Check") and the result.
  .define('release-check', 'Pre-release typecheck and lint for a target repository')

  // Parameters stand in prompts as $NAME. A required one without a value is an error before anything starts.
  .param('REPO_PATH', { type: 'string', description: 'Local path to the repository', required: true })
  .param('BRANCH', { type: 'string', description: 'Target branch name', default: 'main' })

  // What steps inherit unless they say otherwise.
  .model('claude-sonnet-4-6')
  .systemPrompt('You are a DevOps engineer. Report results only, no conversation. Language: English.')

  // A step: id, display name, prompt, options. No dependsOn, so it starts at once. It may only read.
  .step(
    'typecheck',
    'Type Check',
    'Look for likely type errors in the TypeScript sources and tsconfig.json of the repository at $REPO_PATH, branch $BRANCH.',
    { allowedTools: ['read', 'glob', 'grep'], retries: 2, timeoutMs: 10 * 60_000 },
  )

  // Starts once typecheck has completed, is skipped if that fails, and reads its answer.
  .step('lint', 'Lint', 'Look for lint problems in $REPO_PATH, branch $BRANCH. Type check for context: $steps.typecheck.text', {
    dependsOn: ['typecheck'],
    allowedTools: ['read', 'glob', 'grep'],
  })

  // Needs both. A misspelt id in dependsOn would not compile. 'single' is one answer without tools; a smaller model is enough for it.
  .step(
    'report',
    'Report',
    'Write a pre-release report for branch $BRANCH.\nType check: $steps.typecheck.text\nLint: $steps.lint.text\nTools used: $steps.typecheck.toolCalls',
    {
      dependsOn: ['typecheck', 'lint'],
      model: 'claude-haiku-4-5',
      systemPrompt: 'You are a report generator. Output only markdown, no conversation.',
      mode: 'single',
    },
  );

// Listening changes nothing: an error thrown here is logged and the run goes on.
function onEvent(event: AgentEvent): void {
  switch (event.type) {
    case 'workflow.start':
      console.log(`${event.workflowName}: ${event.stepCount} steps`);
      break;
    case 'step.start':
      console.log(`  … ${event.stepName}`);
      break;
    case 'step.tool.start':
      console.log(`      ${event.name} ${JSON.stringify(event.input)}`);
      break;
    case 'step.done':
      console.log(`  ${event.status === 'completed' ? '✓' : '✗'} ${event.stepName} in ${event.durationMs} ms`);
      break;
    case 'workflow.done':
      console.log(`${event.status} in ${event.durationMs} ms`);
      break;
  }
}

const result = await workflow.run({ REPO_PATH: repository, ...(branch && { BRANCH: branch }) }, { onEvent });
console.log(`\n${result.text}\n`);

// A failed step can be run again in the same run; completed steps are kept.
const failed = result.steps.find((step) => step.status === 'failed');
if (failed) {
  console.log(`${failed.name} failed: ${failed.error}\nTrying it again …`);
  const again = await sdk.workflow.retryStep(result.runId, failed.id, { onEvent });
  console.log(`After the second try: ${again.status}`);
}

await sdk.close();
