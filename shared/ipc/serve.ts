import type { Contract, Handlers } from './define';
import type { Logger } from './hostEnd';
import { type AnyHandler, HostEnd, type Served } from './hostEnd';
import type { Port } from './port';

/**
 * Answers the calls of a port with the handlers of a contract, until the port closes; then everything still under way is aborted.
 * Inputs are parsed before a handler sees them. Expected errors cross as they are; bugs cross as `INTERNAL` and go to the log whole.
 */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, port: Port, { log }: { readonly log: Logger }): void {
  new HostEnd(port, servedCalls(contract, handlers), log);
}

/** All calls by path, in a map of their own: no name of an object's prototype is ever a call. */
function servedCalls<C extends Contract>(contract: C, handlers: Handlers<C>): ReadonlyMap<string, Served> {
  const served = new Map<string, Served>();
  for (const [domain, specs] of Object.entries(contract)) {
    for (const [name, spec] of Object.entries(specs)) {
      // `Handlers<C>` has a function for every spec, and each only ever gets what its own spec has parsed.
      const handler = handlers[domain]?.[name] as AnyHandler;
      served.set(`${domain}.${name}`, { spec, handler });
    }
  }
  return served;
}
