import { afterEach, describe, expect, it, vi } from 'vitest';
import { verdict } from './permissionQuestions';

describe('a variable of the environment', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    'for npm_config_script_shell in ./evil; do npm test; done',
    'for npm_config_script_shell in ./evil; do :; done; npm test',
    'for npm_config_script_shell in ./evil; do bash -c "npm test"; done',
    'bash -c "for npm_config_script_shell in ./evil; do npm test; done"',
    'while read -r npm_config_script_shell; do npm test; done < words',
    'while read npm_config_script_shell; do npm test; done < words',
    'read npm_config_script_shell < words; npm test',
    'read -rnpm_config_script_shell < words; npm test',
    "read 'npm_config_script_shell' < words; npm test",
    'read "$X" < words; npm test',
    'printf -v npm_config_script_shell ./evil; npm test',
    'printf -vnpm_config_script_shell ./evil; npm test',
    'getopts a: npm_config_script_shell -a x; npm test',
    'mapfile npm_config_script_shell < words; npm test',
    'npm_config_script_shell=./evil; npm test',
    'npm_config_script_shell=./evil npm test',
    'export npm_config_script_shell=./evil; npm test',
    'let npm_config_script_shell=1; npm test',
    ': ${npm_config_script_shell:=./evil}; npm test',
    'echo $((npm_config_script_shell=1)); npm test',
    '((npm_config_script_shell=1)); npm test',
    'for ((npm_config_script_shell=1; ; )); do npm test; done',
    'select npm_config_script_shell in ./evil; do npm test; done',
    'set -a; for other in ./evil; do npm test; done',
    'unset npm_config_script_shell; npm test',
  ])('is not set under a rule about another command: %s', (command) => {
    vi.stubEnv('npm_config_script_shell', '/bin/sh');
    expect(verdict(command, 'bash(npm test*)')).toBe('ask');
  });

  it('is another than that of a loop', () => {
    expect(verdict('for name in a b; do npm test -- "$name"; done', 'bash(npm test*)')).toBe('allow');
  });
});
