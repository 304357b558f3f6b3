export type Renders = {
  /** Times React changed the page. */
  readonly commits: number;
  /** Renders of React Flow's boxes around the cards. */
  readonly nodes: number;
  readonly cards: number;
};

type RenderCount = {
  start(isCounting: boolean): void;
  stop(): { readonly frames: readonly number[]; readonly renders: Renders };
};

declare global {
  interface Window {
    renderCount: RenderCount;
  }
}

/** What of React's fibers is looked at; the same that its developer tools read. */
type Fiber = {
  readonly tag: number;
  readonly flags: number;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly alternate: Fiber | null;
  readonly memoizedProps: Record<string, unknown> | null;
};

/**
 * Runs in the page before the app: takes the place of React's developer tools, which every build of React tells about each commit, and
 * counts which components really rendered. Self-contained, since it travels as text.
 */
export function countRenders(): void {
  const PERFORMED_WORK = 1;
  const FUNCTION_TAGS = [0, 15];
  let renders = { commits: 0, nodes: 0, cards: 0 };
  let isCounting = false;
  let frames: number[] = [];
  let isRunning = false;

  const look = (fiber: Fiber): void => {
    const props = fiber.memoizedProps;
    if (props && FUNCTION_TAGS.includes(fiber.tag) && fiber.flags & PERFORMED_WORK) {
      if ('nodeTypes' in props && 'resizeObserver' in props && 'id' in props) renders.nodes += 1;
      else if ('positionAbsoluteX' in props) renders.cards += 1;
    }
    if (fiber.child === fiber.alternate?.child) return; // React left everything below alone
    for (let child = fiber.child; child; child = child.sibling) look(child);
  };

  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_renderer: number, root: { readonly current: Fiber }) => {
        if (!isCounting) return;
        renders.commits += 1;
        look(root.current);
      },
      onCommitFiberUnmount: () => undefined,
    },
  });

  window.renderCount = {
    start(counting) {
      renders = { commits: 0, nodes: 0, cards: 0 };
      frames = [];
      isCounting = counting;
      isRunning = true;
      let last = 0;
      const frame = (now: number): void => {
        if (last > 0) frames.push(now - last);
        last = now;
        if (isRunning) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    },
    stop() {
      isRunning = false;
      isCounting = false;
      return { frames, renders };
    },
  };
}
