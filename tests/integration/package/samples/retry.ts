// Going on with a turn that failed, as another program would write it.
import { type AgentReply, type AgentSession, createAgentSdk, isAppError } from 'stepgraph';

const sdk = await createAgentSdk();

async function sendOrRetry(session: AgentSession, prompt: string): Promise<AgentReply> {
  try {
    return await session.send(prompt, { workDir: process.cwd() });
  } catch {
    return session.retry({ permissionMode: 'plan', onEvent: ({ type }) => console.error(type) });
  }
}

const session = await sdk.createSession({ title: 'Retry', workDir: '/nowhere/at/all' });
const reply = await sendOrRetry(session, 'Say hello.');
const refused = await session.retry().catch((error: unknown) => (isAppError(error) ? error.code : String(error)));
console.log(JSON.stringify({ text: typeof reply.text, messages: session.messages().length > 0, refused }));
await sdk.close();
