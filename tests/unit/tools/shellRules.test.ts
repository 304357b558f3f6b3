import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PermissionRules } from '../../../electron/tools/permissionRules';
import { decidePermission } from '../../../electron/tools/permissions';
import type { PermissionMode } from '../../../shared/session/session';
import { bashCall, verdict } from './permissionQuestions';

function decide(command: string, rules: PermissionRules = {}, mode: PermissionMode = 'default') {
  return decidePermission(bashCall(command, { mode, rules }));
}

describe('a deny rule about a shell command', () => {
  const denied = (command: string) => decide(command, { deny: ['bash(rm *)'], allow: ['bash'] }, 'bypassPermissions').verdict;

  it.each([
    "r''m x",
    '"rm" x',
    '\\rm x',
    "$'\\x72m' x",
    '/bin/rm x',
    './sub/rm x',
    'FOO=1 rm x',
    'sudo -u root rm x',
    'env -u HOME A=1 rm x',
    'timeout -k 1 5 nice -n 3 rm x',
    'bash -c "rm x"',
    "bash -lc 'ls; rm x'",
    'sh -c \'bash -c "rm x"\'',
    'eval "rm x"',
    'trap "rm x" EXIT',
    'find . -exec rm {} \\;',
    'find . -ok rm {} \\;',
    'ls | xargs rm',
    'ls | xargs -I{} rm {}',
    'echo `echo \\`rm x\\``',
    'cat <<EOF\n$(rm x)\nEOF',
    'f() { rm x; }; f',
    'case x in *) rm x;; esac',
    'coproc rm x',
    'cat <(rm x)',
    'rm\tx',
    'rm \\\nx',
    'ls ) ; rm x',
    'if ls; rm x',
    "git -c alias.z='!rm x' z",
  ])('meets it in %j', (command) => {
    expect(denied(command)).toBe('deny');
  });

  it.each([
    '$X x',
    '$(echo rm) x',
    '`echo rm` x',
    '{rm,x}',
    'r? x',
    'X=rm; $X x',
    'ls | xargs $X',
    'echo rm x | sh',
    'sudo $X y',
    'r$@m x',
  ])('meets a program that is known only later: %j', (command) => {
    expect(denied(command)).toBe('deny');
  });

  it.each(['ls', 'grep rm x', 'echo "rm x"', 'npm run rmx', 'find . -name *.ts', 'cat "$f"', 'git log -- rm x'])(
    'does not meet %j',
    (command) => {
      expect(denied(command)).toBe('allow');
    },
  );

  it('meets it whatever stands around it, in lines of 1 to 500 commands', () => {
    const harmless = fc.constantFrom<string>('ls', 'git status', 'echo "a;b"', "grep 'x|y' f", '(pwd)', 'cat <<< x', 'true # rm');
    const join = fc.constantFrom<string>(' && ', '; ', ' | ', '\n', ' || ', ' & ');
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 499 }), fc.nat(), join, (commands, at, glue) => {
        const line = commands.filter((command) => glue === '\n' || !command.includes('#'));
        line.splice(at % (line.length + 1), 0, 'rm -rf x');
        expect(denied(line.join(glue))).toBe('deny');
      }),
      { numRuns: 60 },
    );
  });

  it('is no way to get through: a line that cannot be read asks, even where all permissions are bypassed', () => {
    expect(decide('ls "unfinished', { deny: ['bash(rm *)'] }, 'bypassPermissions').verdict).toBe('ask');
  });
});

describe('an allow rule about a shell command', () => {
  it('lets the commands of a line run that it fits, beside those that only read', () => {
    expect(verdict('cd sub && npm test 2>&1 | tail -20', 'bash(npm test*)')).toBe('allow');
    expect(verdict('timeout 60 npm test', 'bash(npm test*)')).toBe('allow');
    expect(verdict('npm test && npm run build', 'bash(npm test*)', 'bash(npm run build)')).toBe('allow');
    expect(verdict('npm test -- $(git rev-parse HEAD)', 'bash(npm test*)')).toBe('allow');
  });

  it.each([
    ['npm test && rm x', 'bash(npm test*)'],
    ['npm test > out.txt', 'bash(npm test*)'],
    ['npm test; $X', 'bash(npm test*)'],
    ['env A=1 npm test', 'bash(npm test*)'],
    ['./npm test', 'bash(npm test*)'],
    ['npm $X', 'bash(npm test*)'],
    ["'npm test' x", 'bash(npm test*)'],
    ['env rm x', 'bash(env *)'],
    ['sudo rm x', 'bash(sudo *)'],
    ['bash -c "rm x"', 'bash(bash *)'],
    ['ls | xargs rm', 'bash(xargs *)'],
    ['npm test', 'bash(npm)'],
    ['cp x .git/hooks/pre-commit', 'bash(cp *)'],
  ])('does not let %j run by %s', (command, rule) => {
    expect(verdict(command, rule)).toBe('ask');
  });

  it('that is the line itself allows it as it is, stars included', () => {
    expect(verdict('rm *.tmp > log', 'bash(rm \\*.tmp > log)')).toBe('allow');
    expect(verdict('rm x.tmp > log', 'bash(rm \\*.tmp > log)')).toBe('ask');
  });

  it('is named in the reason, with the others that were needed', () => {
    expect(decide('npm test && make', { allow: ['bash(npm *)', 'bash(make)'] }).reason).toBe(
      'the rules "bash(npm *)", "bash(make)" allow it',
    );
  });
});

describe('a rule that holds the mark of what is unknown, or another control character', () => {
  it.each([
    ['bash(rm \u0000)', 'rm "$X"'],
    ['bash(rm \u0000)', 'rm *'],
    ['bash(\u0000 made)', '"$TOOL" made'],
    ['bash(rm \u0000*)', 'rm "$X" a'],
    ['bash(\u0000)', '"$TOOL"'],
    ["bash(rm '\u0001')", "rm '\u0001'"],
  ])('%j allows nothing', (rule, command) => {
    expect(verdict(command, rule)).toBe('ask');
  });
});

describe('a question about a shell command', () => {
  it.each([
    ['npm install', 'it runs npm install'],
    ['ls > x', 'it redirects into or out of a file that it names'],
    ['X=1 ls', 'it sets X'],
    ['echo $TOKEN', 'it puts in the value of TOKEN'],
    ['./build', 'it runs ./build, a program by its path'],
    ['cat ~/private.txt', 'it names something outside of the work directory'],
    ['cat < /dev/tcp/127.0.0.1/80', 'it names something outside of the work directory'],
    ['ls "', 'it is not a complete command'],
    ['ls \u202e', 'it has characters that hide what it does'],
  ])('says what %j does', (command, reason) => {
    expect(decide(command)).toEqual({ verdict: 'ask', reason });
  });

  it.each([
    ['deep substitutions', `${'env "$('.repeat(100)}ls${')"'.repeat(100)}`],
    ['many words', `env ${'a '.repeat(20_000)}`],
    ['long sed scripts', `sed '${'\n ;'.repeat(20_000)}@' a`],
    ['many dollars', `echo "${'$'.repeat(60_000)}"`],
    ['open braces', `echo "${'${'.repeat(20_000)}"`],
    ['many launchers', 'sudo env nice bash -c "ls" '.repeat(2_000)],
    ['open parentheses', '('.repeat(50_000)],
    ['many sorts', `ps ${'--sort=-u x'.repeat(5_000)}`],
  ])('is decided soon also about %s', (_, command) => {
    const start = performance.now();
    decide(command, { deny: ['bash(rm * -rf * x*)'] });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('is decided in a few milliseconds', () => {
    const commands = [
      'ls -la',
      'git log --oneline -5 | head',
      'npm test && npm run build',
      'find . -name "*.ts" -exec grep -l x {} +',
      'cd a && cat b > c',
    ];
    const rules = { deny: ['bash(rm *)', 'bash(git push*)'], ask: ['bash(npm publish*)'], allow: ['bash(npm test*)'] };
    const rounds = 200;
    for (const command of commands) decide(command, rules);
    const start = performance.now();
    for (let round = 0; round < rounds; round += 1) for (const command of commands) decide(command, rules);
    expect((performance.now() - start) / (rounds * commands.length)).toBeLessThan(10);
  });
});
