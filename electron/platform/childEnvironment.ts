import { isSecretName, isSecretValue } from '../../shared/lib/secretName';

/**
 * The environment for tools and servers we start: this process's own without secrets, judged by their names and by their looks (provider
 * keys, tokens, passwords, addresses with a password), and without what would make a child debug or preload things for its parent. `extra`
 * is what its definition asks for, and passes as it is.
 */
export function childEnvironment(
  extra: { readonly [name: string]: string } = {},
  environment: { readonly [name: string]: string | undefined } = process.env,
): { [name: string]: string } {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isSecret(entry[0], entry[1]) && !isOurs(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

function isSecret(name: string, value: string): boolean {
  return isSecretName(name) || (!NEEDED.test(name) && isSecretValue(value));
}

/** No program runs without these; a folder whose name looks like a key must not take them away. */
const NEEDED = /^(?:PATH|HOME|PWD|OLDPWD|SHELL|USER|LOGNAME|LANG|LC_\w+|TERM|TMPDIR|TEMP|TMP)$/i;

/** What npm is set to (`npm_config_registry`) holds for its children too; the rest of its variables is about its own package. */
function isOurs(name: string): boolean {
  return /^(ELECTRON_|STEPGRAPH_|NODE_OPTIONS$|NODE_CHANNEL_FD$|npm_(?!config_))/.test(name);
}
