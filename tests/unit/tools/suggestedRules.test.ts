import { describe, expect, it } from 'vitest';
import { suggestRules } from '../../../electron/tools/permissionSuggestion';
import { bashCall, verdict } from './permissionQuestions';

describe('what “always” would mean for a command', () => {
  it.each([
    ['npm test', 'npm test'],
    ['npm run lint', 'npm run lint'],
    ['npm test -- "$FILE"', 'npm test'],
    ['git commit -m "a b"', 'git commit'],
    ['git commit -m "$(cat message)"', 'git commit'],
    ['git fetch origin', 'git fetch'],
    ['cargo test', 'cargo test'],
    ['go test ./...', 'go test'],
  ])('%s is it with any arguments', (command, same) => {
    expect(suggestRules(bashCall(command))).toEqual([`bash(${same})`, `bash(${same} *)`]);
  });

  it.each([
    ['npm run build', 'npm run build:release'],
    ['npm run lint', 'npm run lint-and-publish'],
    ['npm run test --silent', 'npm run test_all'],
    ['git merge main', 'git mergetool'],
  ])('%s is not %s, which begins with the same letters', (command, other) => {
    const rules = suggestRules(bashCall(command));
    expect(verdict(command, ...rules)).toBe('allow');
    expect(verdict(other, ...rules)).toBe('ask');
  });

  it.each([
    String.raw`find . -name '*.tmp' -exec rm {} \;`,
    '"$TOOL" made',
    '$TOOL made',
    'rm *',
    'rm a?b',
    'rm {a,b}',
    'ls | xargs rm',
    'python3 "$SCRIPT"',
    'for f in a.py b.py; do python3 $f; done',
    'make "$TARGET"',
    'bash "$S"',
    'X=1 rm "$Y"',
    `bash -c 'rm "$X"'`,
    'npm test && rm "$X"',
    'npm run "$X"',
    'rm \u0001',
    'rm a\rb',
  ])('%j is nothing, as nobody knows what it would be', (command) => {
    expect(suggestRules(bashCall(command))).toEqual([]);
  });

  it('has no commands in it that cannot be known', () => {
    expect(suggestRules(bashCall('echo "$HOME" && make test'))).toEqual(['bash(make test)']);
  });

  it.each([
    'git submodule update',
    'git bisect start',
    'git archive HEAD',
    'git push origin main',
    'git clean -fd',
    'git reset --hard',
    'git config user.name me',
    'docker exec c ls',
    'docker run --rm hello-world',
    'docker compose up -d',
    'kubectl delete pod x',
    'gh pr create --title x',
    'npm exec vitest',
    'npm install left-pad',
    'npx vitest run',
    'make test',
    'terraform apply',
    'pip install x',
    'rm x',
    'npm test --script-shell=./mine',
    'git fetch --upload-pack=./mine .',
  ])('%s is that command alone', (command) => {
    expect(suggestRules(bashCall(command))).toEqual([`bash(${command})`]);
  });
});
