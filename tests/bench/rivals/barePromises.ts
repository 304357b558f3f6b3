/** The floor: a promise per step that waits for those it needs. No cap, no events, no failure handling, nothing stored. */
export function barePromises(dependsOn: readonly (readonly number[])[]): () => Promise<number> {
  return async () => {
    let done = 0;
    const steps: Promise<void>[] = [];
    const start = async (needs: readonly number[]): Promise<void> => {
      await Promise.all(needs.map((need) => steps[need]));
      done++;
    };
    for (const needs of dependsOn) steps.push(start(needs));
    await Promise.all(steps);
    return done;
  };
}
