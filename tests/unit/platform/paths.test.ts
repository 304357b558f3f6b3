import { expect, test } from 'vitest';
import { configDirectory, defaultDatabaseFile, type PathContext } from '../../../electron/platform/paths';

function context(change: Partial<PathContext>): PathContext {
  return { environment: {}, platform: 'linux', home: '/home/ada', currentDirectory: '/work', ...change };
}

test.each<[string, Partial<PathContext>, string]>([
  ['Linux', {}, '/home/ada/.local/share/stepgraph/stepgraph.db'],
  ['Linux with XDG_DATA_HOME', { environment: { XDG_DATA_HOME: '/data' } }, '/data/stepgraph/stepgraph.db'],
  ['Linux with a relative XDG_DATA_HOME', { environment: { XDG_DATA_HOME: 'data' } }, '/home/ada/.local/share/stepgraph/stepgraph.db'],
  ['macOS', { platform: 'darwin', home: '/Users/ada' }, '/Users/ada/Library/Application Support/stepgraph/stepgraph.db'],
  [
    'Windows',
    { platform: 'win32', home: 'C:\\Users\\ada', environment: { LOCALAPPDATA: 'D:\\Local' } },
    'D:\\Local\\stepgraph\\stepgraph.db',
  ],
  [
    'Windows without LOCALAPPDATA',
    { platform: 'win32', home: 'C:\\Users\\ada' },
    'C:\\Users\\ada\\AppData\\Local\\stepgraph\\stepgraph.db',
  ],
  ['STEPGRAPH_DB', { environment: { STEPGRAPH_DB: '/tmp/a.db', XDG_DATA_HOME: '/data' } }, '/tmp/a.db'],
  ['a relative STEPGRAPH_DB', { environment: { STEPGRAPH_DB: 'a.db' } }, '/work/a.db'],
])('the database by default: %s', (_, change, expected) => {
  expect(defaultDatabaseFile(context(change))).toBe(expected);
});

test('settings made by hand live with the other configuration', () => {
  expect(configDirectory(context({}))).toBe('/home/ada/.config/stepgraph');
  expect(configDirectory(context({ environment: { XDG_CONFIG_HOME: '/etc/ada' } }))).toBe('/etc/ada/stepgraph');
});
