import { expect, type Page } from '@playwright/test';
import type { ModelServer, RecordedRequest } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { SessionPage } from './sessionPage';

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

/** A new session, by the keyboard. */
export async function newSession(page: Page): Promise<SessionPage> {
  await page.keyboard.press('Control+K');
  await page.keyboard.type('New session');
  await page.keyboard.press('Enter');
  const session = new SessionPage(page);
  await expect(session.message).toBeFocused();
  return session;
}
