/** A keyboard whose keys are pressed as soon as they are asked for. */
export function keys(...pressed: readonly string[]) {
  const left = [...pressed];
  return {
    key: (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        const key = left.shift();
        if (key !== undefined) resolve(key);
      }),
  };
}
