import { devNull } from 'node:os';

/**
 * Everything that could make git run a program, change bytes, ask somebody or write elsewhere, turned off. Given on each command line, where
 * it beats any file.
 */
const SETTINGS: { readonly [name: string]: string } = {
  'core.hooksPath': devNull,
  'core.attributesFile': devNull,
  'core.excludesFile': devNull,
  'core.fsmonitor': 'false',
  'core.untrackedCache': 'false',
  'core.splitIndex': 'false',
  'index.sparse': 'false',
  'core.autocrlf': 'false',
  'core.safecrlf': 'false',
  'core.bare': 'false',
  'core.symlinks': 'true',
  'core.fileMode': process.platform === 'win32' ? 'false' : 'true',
  // Names with a backslash are fine where it separates nothing; nothing is ever checked out by git.
  'core.protectNTFS': process.platform === 'win32' ? 'true' : 'false',
  'core.logAllRefUpdates': 'false',
  'core.looseCompression': '1',
  // What is acknowledged survives a loss of power; one flush for many objects.
  'core.fsync': 'objects,index,reference',
  'core.fsyncMethod': 'batch',
  // Refs are files: some are written without git.
  'init.defaultRefFormat': 'files',
  'submodule.recurse': 'false',
  'gc.auto': '0',
  'gc.autoDetach': 'false',
  'gc.pruneExpire': '1.day.ago',
};

export const GIT_FLAGS: readonly string[] = [
  '--no-pager',
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** What lies in the work tree decides nothing about bytes: this file beats every `.gitattributes`. */
export const ATTRIBUTES = '* -text -ident -filter -working-tree-encoding !eol !diff !merge\n';

/** No configuration of the person or the machine is read, and nothing of the environment passes that git would heed. */
export function gitEnvironment(gitDir: string): { readonly [name: string]: string } {
  const { PATH = '', SYSTEMROOT } = process.env;
  return {
    PATH,
    ...(SYSTEMROOT !== undefined && { SYSTEMROOT }),
    HOME: gitDir,
    XDG_CONFIG_HOME: gitDir,
    LC_ALL: 'C',
    GIT_DIR: gitDir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ADVICE: '0',
  };
}
