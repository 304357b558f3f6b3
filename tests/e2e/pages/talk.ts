import type { TestHost } from '../../support/host';

/** A session with these prompts, each answered; its id. */
export async function talk({ host }: TestHost, title: string, prompts: readonly string[]): Promise<string> {
  const { id } = await host.services.sessions.create({ title });
  await say({ host }, id, prompts);
  return id;
}

/** Goes on with a session; each prompt is answered before the next. */
export async function say({ host }: Pick<TestHost, 'host'>, id: string, prompts: readonly string[]): Promise<void> {
  const { sessions } = host.services;
  for (const prompt of prompts) {
    for await (const item of sessions.send({ id, text: prompt }, new AbortController().signal)) if (item.type === 'done') break;
  }
}
