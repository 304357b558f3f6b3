import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** In every file outside of the work directory. */
export const SECRET = 'planted-outside-5c19';

export type PathScene = Disposable & {
  readonly root: string;
  readonly workDir: string;
  readonly outside: string;
  /** A path of the corpus, with its placeholders filled in. */
  fill(given: string): string;
  /** Names and contents of all there is beside the work directory. */
  outsideContent(): Readonly<Record<string, string>>;
};

const OUTSIDE_FILES = [
  'outside/secret.txt',
  'outside/victim.txt',
  'outside/.env',
  'outside/sub/deep.txt',
  'work-twin/secret.txt',
  '.hidden/key',
];
const OWN_FILES = ['a.txt', 'sub/b.txt', 'sub/deep/c.txt', 'odd name/d.txt', 'node_modules/real/e.txt'];

/** Links in the work directory, and where they lead. `{root}` is the folder that holds it and what is outside. */
const LINKS: Readonly<Record<string, string>> = {
  'link.txt': '../outside/secret.txt',
  'absolute-link.txt': '{root}/outside/secret.txt',
  'link-to-link.txt': 'link.txt',
  'sub/link.txt': '../../outside/secret.txt',
  'sub/deep/link.txt': '../../../outside/secret.txt',
  'dangling.txt': '../outside/made.txt',
  'sub/dangling.txt': '{root}/outside/made.txt',
  '.env': '../outside/.env',
  'long-way.txt': 'sub/../sub/deep/../../../outside/./secret.txt',
  'link with spaces.txt': '../outside/secret.txt',
  café: '../outside/secret.txt',
  'unreadable-name-\u202etxt': '../outside/secret.txt',
  'dir-link': '../outside',
  'absolute-dir': '{root}/outside',
  'link-to-dir-link': 'dir-link',
  'dangling-dir': '../outside/not-there-yet',
  'up-link': '..',
  'sub/up': '../..',
  'node_modules/evil': '../../outside',
  '.git-link': '../outside',
  '../outside/back': '../work',
  'root-link': '/',
  'proc-link': '/proc/self',
  'environ-link': '/proc/self/environ',
  'sub/environ-link': '/proc/self/environ',
  'fd-link': '/proc/self/fd',
  'zero-link': '/dev/zero',
  'urandom-link': '/dev/urandom',
  'null-link': '/dev/null',
  'inner-link': 'a.txt',
  'inner-dir': 'sub',
  'sub/inner-up': '..',
  'pipe-link': 'pipe',
  'loop-a': 'loop-b',
  'loop-b': 'loop-a',
  'self-loop': 'self-loop',
  'loop-dir': 'loop-dir/deeper',
};

/** A work directory full of traps. */
export function makePathScene(): PathScene {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'sg-')));
  const workDir = path.join(root, 'work');
  const outside = path.join(root, 'outside');
  const put = (file: string, text: string) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const file of OWN_FILES) put(path.join(workDir, file), 'own\n');
  for (const file of OUTSIDE_FILES) put(path.join(root, file), `${SECRET}\n`);
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target.replace('{root}', root), path.join(workDir, name));
  for (let length = 1; length <= 45; length += 1) {
    symlinkSync(length === 1 ? '../outside/secret.txt' : `chain-${length - 1}`, path.join(workDir, `chain-${length}`));
    if (length <= 10) symlinkSync(length === 1 ? '../outside' : `dir-chain-${length - 1}`, path.join(workDir, `dir-chain-${length}`));
  }
  execFileSync('mkfifo', [path.join(workDir, 'pipe'), path.join(workDir, 'sub/pipe')]);
  const server = createServer().listen(path.join(workDir, 'socket'));
  const placeholders: Readonly<Record<string, string>> = { root, work: workDir, outside, name: path.basename(root) };
  return {
    root,
    workDir,
    outside,
    fill: (given) =>
      given
        .replace(/\{(root|work|outside|name)\}/g, (_, name: string) => placeholders[name] ?? '')
        .replace(/\{long(\d+)\}/g, (_, length: string) => 'n'.repeat(Number(length)))
        .replace(/\{deep(\d+)\}/g, (_, depth: string) => 'd/'.repeat(Number(depth))),
    outsideContent: () =>
      Object.fromEntries(
        readdirSync(root)
          .filter((name) => name !== 'work')
          .flatMap((name) => filesOf(path.join(root, name)))
          .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]),
      ),
    [Symbol.dispose]() {
      server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Without following links. */
function filesOf(place: string): readonly string[] {
  const kind = lstatSync(place);
  if (kind.isDirectory()) return readdirSync(place).flatMap((name) => filesOf(path.join(place, name)));
  return kind.isFile() ? [place] : [];
}
