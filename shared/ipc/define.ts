import type { z } from 'zod';

/**
 * The contract's vocabulary. A domain is a record of calls: a `query` changes nothing and may be repeated; a `command`
 * changes something; a `stream` yields items until it ends or is cancelled. A stream may be a command too: opened again, it would do again what it
 * does. Inputs are always parsed on the host; outputs are trusted
 * (the host is ours) and only typed.
 */
export type QuerySpec<I extends z.ZodType, O> = { readonly kind: 'query'; readonly input: I; readonly output: Phantom<O> };
export type CommandSpec<I extends z.ZodType, O> = { readonly kind: 'command'; readonly input: I; readonly output: Phantom<O> };
export type StreamSpec<I extends z.ZodType, T> = {
  readonly kind: 'stream';
  readonly input: I;
  readonly item: Phantom<T>;
  readonly isCommand?: true;
};

/** Carries a type and no value. */
export type Phantom<T> = { readonly type?: T };

// biome-ignore lint/suspicious/noExplicitAny: a spec of any output; the phantom is never read at run time
export type CallSpec = QuerySpec<z.ZodType, any> | CommandSpec<z.ZodType, any> | StreamSpec<z.ZodType, any>;
export type Domain = { readonly [call: string]: CallSpec };
export type Contract = { readonly [domain: string]: Domain };

export const of = <T>(): Phantom<T> => ({});
export const query = <I extends z.ZodType, O>(input: I, output: Phantom<O>): QuerySpec<I, O> => ({ kind: 'query', input, output });
export const command = <I extends z.ZodType, O>(input: I, output: Phantom<O>): CommandSpec<I, O> => ({ kind: 'command', input, output });
export const stream = <I extends z.ZodType, T>(input: I, item: Phantom<T>): StreamSpec<I, T> => ({ kind: 'stream', input, item });

export const commandStream = <I extends z.ZodType, T>(input: I, item: Phantom<T>): StreamSpec<I, T> => ({
  kind: 'stream',
  input,
  item,
  isCommand: true,
});

export type InputOf<S extends CallSpec> = z.input<S['input']>;
export type ParsedInputOf<S extends CallSpec> = z.output<S['input']>;
// biome-ignore lint/suspicious/noExplicitAny: inference positions
export type OutputOf<S extends CallSpec> = S extends QuerySpec<any, infer O> ? O : S extends CommandSpec<any, infer O> ? O : never;
// biome-ignore lint/suspicious/noExplicitAny: inference position
export type ItemOf<S extends CallSpec> = S extends StreamSpec<any, infer T> ? T : never;

/** What a host implements: one function per call, complete by type. */
export type DomainHandlers<D extends Domain> = {
  readonly [K in keyof D]: D[K]['kind'] extends 'stream'
    ? (input: ParsedInputOf<D[K]>, signal: AbortSignal) => AsyncIterable<ItemOf<D[K]>>
    : (input: ParsedInputOf<D[K]>, signal: AbortSignal) => Promise<OutputOf<D[K]>> | OutputOf<D[K]>;
};
export type Handlers<C extends Contract> = { readonly [K in keyof C]: DomainHandlers<C[K]> };

/** What a caller holds. */
export type DomainClient<D extends Domain> = {
  readonly [K in keyof D]: D[K]['kind'] extends 'stream'
    ? (input: InputOf<D[K]>, signal?: AbortSignal) => AsyncIterable<ItemOf<D[K]>>
    : (input: InputOf<D[K]>, signal?: AbortSignal) => Promise<OutputOf<D[K]>>;
};
export type Client<C extends Contract> = { readonly [K in keyof C]: DomainClient<C[K]> };
