import { homedir } from 'node:os';
import path from 'node:path';

/** Whose folders: given in tests, taken from the process otherwise. */
export type PathContext = {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly currentDirectory: string;
};

const APPLICATION = 'stepgraph';

export function processPaths(): PathContext {
  return { environment: process.env, platform: process.platform, home: homedir(), currentDirectory: process.cwd() };
}

/** `$STEPGRAPH_DB`, else `stepgraph.db` in the person's data folder: window, terminal and library see the same store. */
export function defaultDatabaseFile(context: PathContext = processPaths()): string {
  const chosen = context.environment.STEPGRAPH_DB;
  const join = joinFor(context);
  return chosen ? join.resolve(context.currentDirectory, chosen) : join.join(dataDirectory(context), `${APPLICATION}.db`);
}

/** Secrets belong to a store, as settings do, but are not in it: `name.db` has `name.secrets.json` beside it. */
export function secretFileBeside(databaseFile: string): string {
  return `${databaseFile.replace(/\.(?:db|sqlite3?)$/i, '')}.secrets.json`;
}

/** Where things are kept that the person made: XDG's data home on Linux, the platform's own place elsewhere. */
export function dataDirectory(context: PathContext = processPaths()): string {
  return applicationDirectory(context, 'XDG_DATA_HOME', ['.local', 'share'], 'LOCALAPPDATA');
}

/** Where settings are kept that the person may edit by hand (permission rules, MCP servers). */
export function configDirectory(context: PathContext = processPaths()): string {
  return applicationDirectory(context, 'XDG_CONFIG_HOME', ['.config'], 'APPDATA');
}

function applicationDirectory(context: PathContext, xdgName: string, xdgDefault: readonly string[], windowsName: string): string {
  const join = joinFor(context);
  const { environment, home, platform } = context;
  // The XDG specification wants relative values ignored.
  const xdg = environment[xdgName];
  if (xdg && join.isAbsolute(xdg)) return join.join(xdg, APPLICATION);
  if (platform === 'darwin') return join.join(home, 'Library', 'Application Support', APPLICATION);
  if (platform === 'win32') return join.join(environment[windowsName] || join.join(home, 'AppData', 'Local'), APPLICATION);
  return join.join(home, ...xdgDefault, APPLICATION);
}

function joinFor(context: PathContext): path.PlatformPath {
  return context.platform === 'win32' ? path.win32 : path.posix;
}
