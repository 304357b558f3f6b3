import { describe, expect, it } from 'vitest';
import { isPlainSource, literalText } from '../../../electron/tools/shell/plainSource';

describe('a script that can only be read in one way', () => {
  it.each([
    'ls -la',
    'echo "$(git log -1 "a b")" | head',
    'ls 2>&1 | tail -1; ls 2>/dev/null || true',
    '(ls; pwd) | wc -l',
    'for f in *.txt; do echo "== $f"; head -1 "$f"; done',
    'if [ -f a ]; then cat a; fi',
    'echo $((1 + 2))',
    String.raw`find . \( -name x -o -name y \) -exec cat {} \;`,
    'grep "foo$" a.txt',
    "cat <<'EOF'\n$(x) \"\nEOF",
    'git commit -m "$(cat <<\'EOF\'\nIt\'s "done\nEOF\n)"',
    '# what is here\nls',
    'echo a#b',
  ])('is %j', (source) => {
    expect(isPlainSource(source)).toBe(true);
  });

  it.each([
    'ls &>/dev/null touch made',
    'ls &>>z',
    'ls >&z',
    'ls >|z',
    'ls <>z',
    'ls |& touch made',
    '[[ a > z ]]',
    'ls; [[ a || touch made ]]',
    '((1>2))',
    '((touch made))',
    '$((touch made) )',
    'echo $((x[1]))',
    'echo $[1]',
    "echo $'\\'; touch made; #'",
    'echo $"x"',
    'cat <<< x',
    'cat <(touch made)',
    'cat <<EOF\n$(touch made)\nEOF',
    "cat <<'EOF'\nno end",
    '{ ls; }',
    'cat {a,b}',
    'f() { ls; }',
    'f=(a b)',
    'ls @(a|b)',
    'case a in a) ls;; esac',
    'ls `touch made`',
    'ls \\\n-a',
    'l\\s',
    "ls # it's here\ntouch made # '",
    'echo "${x:-y}"',
    'echo "$1"',
    'ls "',
    "ls '",
    'ls)',
    '(ls',
    'ls é',
    'echo "\\\n"',
  ])('is not %j', (source) => {
    expect(isPlainSource(source)).toBe(false);
  });
});

describe('a word that is plainly nothing else', () => {
  it.each([
    ['a.txt', 'a.txt'],
    [`'a b'c"d\\"e"`, 'a bcd"e'],
    ['"a\\b"', 'a\\b'],
    ['"a$"', 'a$'],
    ['HEAD~1', 'HEAD~1'],
    ["'~'", '~'],
    ["''", ''],
    ['{}', '{}'],
    ['\\;', ';'],
  ])('%s is %j', (raw, text) => {
    expect(literalText(raw)).toBe(text);
  });

  it.each([
    '*.x',
    'a?',
    '[-]R',
    '{a,b}',
    'a{b',
    '~',
    '~root/x',
    'a=~/x',
    'a:~',
    '$x',
    '"$x"',
    '"`x`"',
    'a\\b',
    "$'a'",
    '$"a"',
    'é',
    "'a",
    '"a',
  ])('%s is not', (raw) => {
    expect(literalText(raw)).toBeUndefined();
  });
});
