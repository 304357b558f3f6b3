import { describe, expect, it } from 'vitest';
import { suggestRules } from '../../../electron/tools/permissionSuggestion';
import { decidePermission } from '../../../electron/tools/permissions';
import { writeCall } from './permissionQuestions';

describe('what “always” would mean for a file', () => {
  it.each([
    ['notes.txt', ['write(notes.txt)']],
    ['./notes.txt', ['write(notes.txt)']],
    ['/work/notes.txt', ['write(notes.txt)']],
    ['a*b', ['write(a\\*b)']],
    ['src/a.ts', ['write(src/**)']],
    ['src/deep/a.ts', ['write(src/deep/**)']],
    ['src/../notes.txt', ['write(notes.txt)']],
    ['../beside/a.ts', ['write(../beside/a.ts)']],
    ['/etc/hosts', ['write(../etc/hosts)']],
    ['.bashrc', ['write(.bashrc)']],
    ['.github/workflows/ci.yml', ['write(.github/workflows/ci.yml)']],
  ])('%s is that file, or its folder where that lies below the work directory', (file, rules) => {
    expect(suggestRules(writeCall(file))).toEqual(rules);
  });

  it('reaches no other file of the work directory itself', () => {
    const rules = { allow: [...suggestRules(writeCall('notes.txt'))] };
    for (const other of ['.bash_aliases', 'package.json', 'Makefile', 'notes.txt.sh', 'src/a.ts']) {
      expect([other, decidePermission(writeCall(other, { rules })).verdict]).toEqual([other, 'ask']);
    }
  });
});
