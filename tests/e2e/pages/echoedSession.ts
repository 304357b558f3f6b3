import { expect, type Page } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { type ModelServer, type RecordedRequest, startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { SessionPage } from './sessionPage';
import { smallRepository } from './smallRepository';
import { Workbench } from './workbench';

/** Answers each message with its own words, so that one sees which was answered. */
export const echo = ({ body }: RecordedRequest) => text(`Noted: ${lastPrompt(body.messages)}`);

function lastPrompt(messages: RecordedRequest['body']['messages']): string {
  const said = messages.at(-1)?.content.find(({ type }) => type === 'text')?.text;
  return typeof said === 'string' ? said : '';
}

/** What people said in the last request, oldest first. */
export function promptsOf({ requests }: ModelServer): readonly string[] {
  return (requests.at(-1)?.body.messages ?? []).flatMap(({ role, content }) =>
    role === 'user' ? content.flatMap((block) => (typeof block.text === 'string' ? [block.text] : [])) : [],
  );
}

/** A window with a new session, over a small repository, whose model answers with one's own words. */
export async function openEchoedSession(page: Page) {
  await using opening = new AsyncDisposableStack();
  const repository = opening.use(smallRepository());
  const model = opening.use(await startModelServer({ script: echo }));
  const host = opening.use(await startTestHost({ workDir: repository.path, modelServer: model.url }));
  await Workbench.open(page, host.url);
  const session = await newSession(page);
  const opened = opening.move();
  return { repository, model, host, session, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** A new session, by the keyboard. */
async function newSession(page: Page): Promise<SessionPage> {
  await page.keyboard.press('Control+K');
  await page.keyboard.type('New session');
  await page.keyboard.press('Enter');
  const session = new SessionPage(page);
  await expect(session.message).toBeFocused();
  return session;
}
