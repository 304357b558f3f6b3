/** Where the keyboard was: an element, and what was around it, nearest first, for when the element has gone. */
export type FocusPlace = { readonly element: HTMLElement; readonly around: readonly HTMLElement[] };

/** By dialog: where the keyboard was before it. A dialog that another one followed leads back further. */
const beforeDialogs = new WeakMap<HTMLElement, FocusPlace>();

export function focusPlace(element: Element | null = document.activeElement): FocusPlace | null {
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const opener = triggerOfMenu(element) ?? element;
  return { element: opener, around: ancestorsOf(opener) };
}

/** For `onOpenAutoFocus` of a dialog: remembers where the keyboard goes after it. */
export function rememberFocus({ currentTarget }: Event): void {
  const place = focusPlace();
  if (place && currentTarget instanceof HTMLElement) beforeDialogs.set(currentTarget, place);
}

/**
 * For `onCloseAutoFocus` of a dialog: gives the keyboard back, unless something has taken it meanwhile. (Radix would give it to the button that opens
 * the dialog, if it knew of one.)
 */
export function giveFocusBackAfter(event: Event): void {
  event.preventDefault();
  const { currentTarget } = event;
  const place = currentTarget instanceof HTMLElement ? beforeDialogs.get(currentTarget) : undefined;
  if (place && document.activeElement === document.body) giveFocusBack(place);
}

/** To where the keyboard was, or else to what is nearest to it: see `focusNear`. */
export function giveFocusBack({ element, around }: FocusPlace): void {
  if (takesFocus(element)) element.focus();
  else focusNear(around);
}

/**
 * Gives the keyboard to where it belongs in the smallest of these elements that has such a place: views and panels mark it with `data-focus-home`,
 * as the list or the tree in which one works.
 */
export function focusNear([nearest, ...further]: readonly HTMLElement[]): void {
  if (!nearest) return;
  const earlier = beforeDialogs.get(nearest);
  const homes = nearest.isConnected ? [...nearest.querySelectorAll<HTMLElement>('[data-focus-home]')] : [];
  const home = homes.find(takesFocus);
  if (home) home.focus();
  else if (earlier && !nearest.isConnected) giveFocusBack(earlier);
  else focusNear(further);
}

export function ancestorsOf(element: HTMLElement): readonly HTMLElement[] {
  const { parentElement } = element;
  return parentElement ? [parentElement, ...ancestorsOf(parentElement)] : [];
}

function takesFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.getClientRects().length > 0;
}

/** What is chosen from a menu has gone a moment later, its button stays. */
function triggerOfMenu(element: HTMLElement): HTMLElement | null {
  const trigger = element.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return trigger ? document.getElementById(trigger) : null;
}
