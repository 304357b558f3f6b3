import type { ComponentProps } from 'react';

/** A part of the page that scrolls by itself, and so must be reachable by keyboard: it takes the focus, and its label says what it is. */
export function ScrollRegion(props: ComponentProps<'section'> & { readonly 'aria-label': string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, no key could scroll it
  return <section {...props} tabIndex={0} />;
}
