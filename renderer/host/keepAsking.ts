/** Where answers go, and what kept one from coming. Neither is called once who asks has left. */
export type Listener<T> = { answer(data: T): void; fail(error: unknown): void };

/** Asks, and with `changes` again at each of them. A failure is told and ends nothing: what is gone may come back. */
export async function keepAsking<T>(
  ask: () => Promise<T>,
  changes: AsyncIterable<unknown> | undefined,
  listener: Listener<T>,
): Promise<void> {
  const once = () => ask().then(listener.answer, listener.fail);
  if (!changes) return once();
  try {
    for await (const _ of changes) await once();
  } catch (error) {
    listener.fail(error);
  }
}
