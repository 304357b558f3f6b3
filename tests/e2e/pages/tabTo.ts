import { expect, type Locator } from '@playwright/test';

/** Walks there as people do who have no mouse. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const hasFocus = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 60 && !(await hasFocus()); steps += 1) await target.page().keyboard.press(key);
  await expect(target).toBeFocused();
}
