import { expect, type Locator, type Page } from '@playwright/test';

/** A session as a person knows it: its conversation, the box to go on with it, and its timeline. */
export class SessionPage {
  readonly transcript: Locator;
  readonly message: Locator;
  readonly timeline: Locator;
  /** Says where the session was taken, and takes it back. */
  readonly bar: Locator;

  constructor(readonly page: Page) {
    this.transcript = page.getByRole('list', { name: 'Transcript' });
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.bar = page.getByRole('status').filter({ hasText: 'The session' });
    this.timeline = page.getByRole('tree', { name: 'Timeline' });
  }

  /** Sends a message and waits until it is answered. */
  async say(text: string, answer: string | RegExp): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
    await expect(this.transcript.getByRole('listitem').last()).toContainText(answer);
    await expect(this.page.getByRole('button', { name: 'Send' })).toBeVisible();
  }

  point(name: string | RegExp): Locator {
    return this.timeline.getByRole('treeitem', { name });
  }

  action(name: 'Save checkpoint' | 'Restore' | 'Branch here' | 'Open' | 'Compare' | 'Delete' | 'Detailed'): Locator {
    return this.page.getByRole('toolbar', { name: 'Timeline actions' }).getByRole('button', { name, exact: true });
  }

  async saveCheckpoint(label: string, { files = false } = {}): Promise<void> {
    await this.action('Save checkpoint').click();
    const dialog = this.page.getByRole('dialog', { name: 'Save checkpoint' });
    await dialog.getByRole('textbox', { name: 'Label' }).fill(label);
    if (files) await dialog.getByRole('switch', { name: 'Keep the files too' }).check();
    await dialog.getByRole('button', { name: 'Save checkpoint' }).click();
    await expect(dialog).toBeHidden();
    await expect(this.point(`Checkpoint ${label}`)).toBeVisible();
  }

  /** Answers the dialog, so that what it says can be looked at first. */
  async askToRestore(label: string): Promise<Locator> {
    await this.point(new RegExp(`heckpoint ${label}`)).click();
    await this.action('Restore').click();
    return this.page.getByRole('dialog', { name: `Restore “${label}”` });
  }

  async restore(label: string): Promise<void> {
    const dialog = await this.askToRestore(label);
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect(dialog).toBeHidden();
  }
}
