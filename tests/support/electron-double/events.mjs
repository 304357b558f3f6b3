/** An Electron event: a listener may prevent what it announces. */
export function preventable(fields = {}) {
  return {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** Tells the test, when there is one. */
export const tellTest = (message) => process.send?.(message);
