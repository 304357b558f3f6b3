import { isSecretName } from '../../shared/lib/secretName';

/**
 * The environment for tools and servers we start: this process's own without secrets (provider keys, tokens, passwords) and without
 * what would make a child debug or preload things for its parent. `extra` is what its definition asks for, and passes as it is.
 */
export function childEnvironment(
  extra: { readonly [name: string]: string } = {},
  environment: { readonly [name: string]: string | undefined } = process.env,
): { [name: string]: string } {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isSecretName(entry[0]) && !isOurs(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

function isOurs(name: string): boolean {
  return /^(ELECTRON_|STEPGRAPH_|NODE_OPTIONS$|NODE_CHANNEL_FD$|npm_)/.test(name);
}
