/** Ends a `switch` over a union: a compile error when a case is missing, a plain error if one arrives all the same. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
