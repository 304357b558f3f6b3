import { describe, expect, it } from 'vitest';
import { markedParts } from '../../../renderer/features/sessions/markedParts';
import { forgetFarPages, NO_PAGES, PAGE_SIZE, pagesBetween, sessionAt, withPage } from '../../../renderer/features/sessions/sessionPages';
import type { SessionSummary } from '../../../shared/ipc/contract/sessions';

describe('a list of sessions in pages', () => {
  // Only the id matters here.
  const sessions = Array.from({ length: PAGE_SIZE }, (_, index) => ({ id: `ses_${index}` }) as SessionSummary);

  it('has the session of a place once its page is there', () => {
    const match = { sessionId: 'ses_7', messageId: 'msg_1', depth: 1, role: 'user', excerpt: 'here' } as const;
    const pages = withPage(NO_PAGES, 2, { sessions, damaged: [], total: 10_000, matches: [match] });
    expect(sessionAt(pages, 2 * PAGE_SIZE + 7)).toEqual({ session: { id: 'ses_7' }, match });
    expect(sessionAt(pages, 2 * PAGE_SIZE + 8)).toEqual({ session: { id: 'ses_8' }, match: undefined });
    expect(sessionAt(pages, 7)).toBeUndefined();
    expect(pages.total).toBe(10_000);
  });

  it('has the damaged sessions of a page in the places behind the others, so that each page is full', () => {
    const pages = withPage(NO_PAGES, 0, { sessions: sessions.slice(1), damaged: ['ses_bad'], total: 60, matches: [] });
    expect(sessionAt(pages, PAGE_SIZE - 2)).toMatchObject({ session: { id: `ses_${PAGE_SIZE - 1}` } });
    expect(sessionAt(pages, PAGE_SIZE - 1)).toEqual({ damagedId: 'ses_bad' });
  });

  it('keeps what is near and forgets what is far, so that memory stays bounded', () => {
    const answer = { sessions, damaged: [], total: 10_000, matches: [] };
    const all = Array.from({ length: 100 }, (_, page) => page).reduce((pages, page) => withPage(pages, page, answer), NO_PAGES);
    const near = forgetFarPages(all, 50 * PAGE_SIZE, 50 * PAGE_SIZE + 30);
    expect(sessionAt(near, 50 * PAGE_SIZE)).toBeDefined();
    expect(sessionAt(near, 49 * PAGE_SIZE)).toBeDefined();
    expect(sessionAt(near, 10 * PAGE_SIZE)).toBeUndefined();
    expect(sessionAt(near, 0)).toBeDefined();
    expect(near.lists.size).toBeLessThan(20);
    expect(near.total).toBe(10_000);
    expect(forgetFarPages(near, 50 * PAGE_SIZE, 50 * PAGE_SIZE + 30)).toBe(near);
  });

  it('covers what is in sight with as few pages as can be', () => {
    expect(pagesBetween(0, PAGE_SIZE - 1)).toEqual([0]);
    expect(pagesBetween(PAGE_SIZE - 1, PAGE_SIZE)).toEqual([0, 1]);
  });
});

describe('what was found', () => {
  const marked = (text: string, search: string) =>
    markedParts(text, search)
      .map(({ text: part, isFound }) => (isFound ? `[${part}]` : part))
      .join('');

  it('is marked wherever one of the words stands, whatever its case', () => {
    expect(marked('The port is 8080, a PORT', 'port 8080')).toBe('The [port] is [8080], a [PORT]');
  });

  it('is nothing for signs without words', () => {
    expect(marked('a.b*c', '.*')).toBe('a.b*c');
  });
});
