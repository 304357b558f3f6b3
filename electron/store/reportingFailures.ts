import { toStoreError } from './storeError';

type Methods = { readonly [name: string]: (...parameters: never[]) => unknown };

/** The same repository, whose reads report a failing disk or a damaged file as `STORE_FAILED` (its writes do so already). */
export function reportingFailures<R extends Methods>(repository: R, file: string): R {
  const methods = Object.entries(repository).map(([name, method]) => [name, reporting(method, file)]);
  // Sound: the same names with functions of the same types.
  return Object.fromEntries(methods) as R;
}

function reporting<P extends never[], T>(method: (...parameters: P) => T, file: string): (...parameters: P) => T {
  return (...parameters) => {
    try {
      return method(...parameters);
    } catch (error) {
      throw toStoreError(error, file);
    }
  };
}
