import { CallerEnd } from './callerEnd';
import type { CallSpec, Client, Contract } from './define';
import type { Port } from './port';

/**
 * The contract as functions over a port. An aborted signal cancels the work on the host and rejects with `ABORTED`; whatever is pending
 * rejects with `DISCONNECTED` when the port closes. A stream starts when it is first read, and leaving its loop cancels it.
 */
export function createClient<C extends Contract>(contract: C, port: Port): Client<C> {
  const end = new CallerEnd(port);
  return mapContract(contract, (path, { kind }) =>
    kind === 'stream' ? (input, signal) => end.stream(path, input, signal) : (input, signal) => end.call(path, input, signal),
  );
}

export type CallFunction = (input: unknown, signal?: AbortSignal) => Promise<unknown> | AsyncIterable<unknown>;

/** A client made of one function per call, each made from its path (`domain.call`) and what the contract says of it. */
export function mapContract<C extends Contract>(contract: C, make: (path: string, spec: CallSpec) => CallFunction): Client<C> {
  const domains = Object.entries(contract).map(([domain, specs]) => [
    domain,
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, make(`${domain}.${name}`, spec)])),
  ]);
  // Made from the contract entry by entry; what the host, which is ours, answers has the types that the contract declares.
  return Object.fromEntries(domains) as Client<C>;
}
