import { describe, expect, it } from 'vitest';
import { folderOutside, namesFolder, withWorkDir } from '../../../renderer/features/runs/pathParameters';
import type { WorkflowParameter } from '../../../shared/workflow/schema';

const text: WorkflowParameter = { type: 'string', required: true };

describe('a parameter', () => {
  it('names a folder by its last word', () => {
    const names = ['REPO_PATH', 'FOLDER', 'out_dir', 'repoPath', 'DIRECTORY', 'BRANCH', 'PATHS', 'REDIR', 'FILE_PATH', 'PATH_PREFIX'];
    expect(names.filter((name) => namesFolder(name, text))).toEqual(['REPO_PATH', 'FOLDER', 'out_dir', 'repoPath', 'DIRECTORY']);
    expect(namesFolder('REPO_PATH', { type: 'json' })).toBe(false);
  });
});

describe('the work directory', () => {
  const definition = { parameters: { REPO_PATH: text, OUT_DIR: { type: 'string' as const }, BRANCH: text } };
  const fields = { REPO_PATH: '', OUT_DIR: '', BRANCH: '' };

  it('fills required folders that nobody gave', () => {
    expect(withWorkDir(definition, fields, '/code', new Set())).toEqual({ ...fields, REPO_PATH: '/code' });
  });

  it('leaves alone what was given, and what was emptied on purpose', () => {
    const given = { ...fields, REPO_PATH: '/other' };
    expect(withWorkDir(definition, given, '/code', new Set())).toBe(given);
    expect(withWorkDir(definition, fields, '/code', new Set(['REPO_PATH']))).toBe(fields);
  });
});

describe('a folder', () => {
  it.each([
    ['/code', '/code'],
    ['/code', '/code/app/'],
    ['/code/', 'app/../lib'],
    ['/', '/anything'],
    ['C:\\code', 'C:\\code\\app'],
    ['', '/code'],
    ['/code', ' '],
  ])('seen from %s, %s can be read', (workDir, value) => {
    expect(folderOutside(workDir, value)).toBeUndefined();
  });

  it.each([
    ['/code', '/codex', '/codex'],
    ['/code', '/code/../other', '/other'],
    ['/home/code', '../other', '/home/other'],
    ['C:\\code', 'D:\\code', 'D:/code'],
  ])('seen from %s, %s is outside', (workDir, value, folder) => {
    expect(folderOutside(workDir, value)).toBe(folder);
  });
});
