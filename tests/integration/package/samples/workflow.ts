// Chapter 7, sections 1.0 and 1.1, as printed there; only the package's name differs.
import { type AgentEvent, createAgentSdk } from 'stepgraph';

const sdk = await createAgentSdk();

const started: string[] = [];
const result = await sdk.workflow
  .define('release-check', 'Pre-release typecheck and lint for a target repo')
  .param('REPO_PATH', {
    type: 'string',
    description: 'Local path to the repository',
    required: true,
  })
  .param('BRANCH', {
    type: 'string',
    description: 'Target branch name',
    default: 'main',
  })
  .model('claude-sonnet-4-6')
  .systemPrompt('You are a DevOps engineer. Report results only, no conversation. Language: English.')
  .step(
    'typecheck', // ① id
    'Type Check', // ② description — display name, appears in event.stepName and session titles
    'Run tsc --noEmit on the repo at $REPO_PATH, checking branch $BRANCH for type errors.', // ③ prompt
    { allowedTools: ['read', 'glob', 'grep'] }, // ④ opts
  )
  .step(
    'lint',
    'Lint',
    'Run ESLint on $REPO_PATH at branch $BRANCH. Typecheck results for context: $steps.typecheck.text',
    { dependsOn: ['typecheck'] }, // ← key: declares dependency
  )
  .step(
    'report',
    'Report',
    'Generate a pre-release report for branch $BRANCH:\n' + 'Type check: $steps.typecheck.text\n' + 'Lint: $steps.lint.text',
    {
      dependsOn: ['typecheck', 'lint'], // depends on two steps
      model: 'claude-haiku-4-5', // overrides global model
      systemPrompt: 'You are a report generator. Output only markdown, no conversation.',
      mode: 'single', // one-shot answer, no tool calls needed for report gen
    },
  )
  .run(
    { REPO_PATH: process.cwd(), BRANCH: 'release/v2.0' },
    {
      onEvent: (event: AgentEvent) => {
        switch (event.type) {
          case 'workflow.start':
            started.push(`${event.workflowName} of ${event.stepCount}`);
            break;
          case 'step.start':
            started.push(event.stepName);
            break;
          case 'step.done':
            started.push(`${event.stepId} ${event.status} ${typeof event.durationMs}`);
            break;
          case 'workflow.done':
            started.push(`${event.status} ${typeof event.durationMs}`);
            break;
        }
      },
    },
  );

const json = await sdk.workflow.run(
  { name: 'release-check', steps: [{ id: 'a', prompt: 'Look at $REPO_PATH' }], parameters: { REPO_PATH: { type: 'string' } } },
  { REPO_PATH: '/home/user/project' },
);

const failed = result.steps.find((s) => s.status === 'failed');
if (failed) {
  const session = await sdk.resumeSession(failed.sessionId);
  await session.send('Previous attempt failed. Please retry.');
}

console.log(
  JSON.stringify({
    status: result.status,
    steps: result.steps.map((step) => [
      step.id,
      step.name,
      step.status,
      step.toolCalls.length > 0,
      typeof step.sessionId,
      step.error ?? null,
    ]),
    text: result.text.length > 0,
    started,
    json: json.status,
  }),
);
await sdk.close();
