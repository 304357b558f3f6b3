import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decidePermission } from '../../../electron/tools/permissions';
import { isProtected } from '../../../electron/tools/protectedPlaces';
import { temporaryFolder } from '../../support/temporaryFolder';
import { bashCall, verdict, writeCall } from './permissionQuestions';

/** Of each kind of program that acts on files by itself, where these are. */
const PLACES = {
  'continuous integration': `.github/workflows/ci.yml .github/actions/x/action.yml .forgejo/workflows/x.yml .gitea/workflows/x.yml .gitlab-ci.yml
    .gitlab-ci/x.yml .gitlab/ci/x.yml ci/deploy.gitlab-ci.yml .teamcity/settings.kts buildspec.yml buildspec-release.yaml .gitpod.yml
    .gitpod.Dockerfile .build.yml .builds/a.yml .tekton/a.yaml azure-pipelines.yml azure-pipelines/x.yml azure-pipelines-release.yml
    .azure-pipelines/x.yml .azuredevops/x.yml Jenkinsfile Jenkinsfile.release ci/deploy.Jenkinsfile wercker.yml .woodpecker.yml .woodpecker/x.yml
    .circleci/config.yml circle.yml .travis.yml .drone.yml .drone.star .drone.jsonnet .cirrus.yml .cirrus.star appveyor.yml .appveyor.yml
    cloudbuild.yaml cloudbuild.release.json bitbucket-pipelines.yml .buildkite/pipeline.yml .semaphore/semaphore.yml codefresh.yml .codefresh/x.yml
    bitrise.yml codemagic.yaml .screwdriver.yaml screwdriver.yaml zuul.yaml .zuul.d/x.yaml .harness/x.yaml buddy.yml .buddy/x.yml
    ci_scripts/ci_post_clone.sh .readthedocs.yaml netlify.toml vercel.json render.yaml amplify.yml .ebextensions/x.config .packit.yaml`,
  'version control': `.git/config .git/hooks/pre-commit git~1/config .hg/hgrc .hgrc .svn/x .jj/repo/config.toml .gitmodules .gitattributes .gitconfig
    bare/HEAD bare/hooks/post-checkout bare.git/config`,
  hooks: `.husky/pre-commit .githooks/pre-commit .git-hooks/pre-push .pre-commit-config.yaml .pre-commit-hooks.yaml lefthook.yml .lefthook.yml
    .lefthook/x.sh .simple-git-hooks.json .simple-git-hooks.cjs .lintstagedrc .lintstagedrc.json .overcommit.yml captainhook.json grumphp.yml`,
  shells: `.bashrc .bash_aliases .profile .zshrc .zlogout .inputrc .envrc .profile.d/x .bashrc.d/x.sh .config/nushell/env.nu .config/fish/conf.d/x.fish
    .config/powershell/profile.ps1 Documents/PowerShell/Microsoft.PowerShell_profile.ps1 .xonshrc .oh-my-zsh/custom/x.zsh .bash_completion
    .config/starship.toml .config/direnv/direnvrc .direnvrc mise.toml .mise.local.toml .config/mise/config.toml .autoenv.zsh`,
  'the desktop': `Library/LaunchAgents/x.plist .config/autostart/x.desktop .config/systemd/user/x.service .config/sway/config .xinitrc .xmonad/xmonad.hs
    .local/bin/ls .local/share/systemd/user/x.service cron.d/x AppData/Roaming/Microsoft/Windows/x/Start~Menu/Programs/Startup/x.bat`,
  tools: `.tmux.conf .config/tmux/tmux.conf .screenrc .Rprofile .Renviron .irbrc .pryrc .gemrc .bundle/config .pythonrc.py .pdbrc sitecustomize.py
    x/evil.pth .ipython/profile_default/startup/x.py .ghci .ocamlinit .psqlrc .sqliterc .gdbinit .gdbearlyinit .lldbinit .wgetrc .curlrc .netrc .mailcap
    .forward .cargo/config.toml .cargo/config .mvn/jvm.config .gradle/init.d/x.gradle gradle/wrapper/gradle-wrapper.properties .m2/settings.xml
    .npmrc .yarnrc.yml .yarn/releases/yarn.cjs .yarn/plugins/x.cjs .pnpmfile.cjs bunfig.toml .pypirc pip.conf .bazelrc .terraformrc .docker/config.json
    .kube/config .aws/config .ssh/config .gnupg/gpg.conf .config/git/config .config/gh/config.yml ansible.cfg`,
  editors: `.vscode/tasks.json x.code-workspace .idea/workspace.xml .zed/tasks.json .fleet/run.json .nova/Tasks/x.json .vim/vimrc .vimrc .nvim.lua .exrc
    .config/nvim/init.lua .emacs .emacs.d/init.el .doom.d/init.el .dir-locals.el .config/helix/config.toml .helix/config.toml x.sublime-project
    .devcontainer/devcontainer.json .devcontainer.json devfile.yaml .replit .idx/dev.nix .codesandbox/tasks.json`,
  agents: `.claude/settings.json .claude.json .claude-plugin/plugin.json CLAUDE.md sub/AGENTS.md GEMINI.md .mcp.json mcp.json .cursor/mcp.json .cursorrules
    .codex/config.toml .gemini/settings.json .windsurf/mcp.json .windsurfrules .roo/mcp.json .roomodes .clinerules .clinerules/x.md .cline/x .continue/config.yaml
    .aider.conf.yml .amazonq/mcp.json .kiro/settings/mcp.json .trae/mcp.json .augment/x .junie/guidelines.md .goose/config.yaml .goosehints
    .opencode/opencode.json opencode.json .crush.json .qwen/settings.json .github/copilot-instructions.md .github/prompts/x.prompt.md
    .github/instructions/x.md .agents/skills/x/SKILL.md .kilocode/mcp.json claude_desktop_config.json .stepgraph/x`,
};

describe('a place that other programs act on', () => {
  const all = Object.entries(PLACES).flatMap(([kind, places]) =>
    places.split(/\s+/).map((place) => ({ kind, place: place.replace('~M', ' M') })),
  );

  it.each(all)('is $place ($kind), wherever it lies', ({ place }) => {
    expect(isProtected(place)).toBe(true);
    expect(isProtected(`packages/app/${place}`)).toBe(true);
    expect(isProtected(place.toUpperCase())).toBe(true);
  });

  it('asks also where edits are accepted', () => {
    const asked = all.map(({ place }) => decidePermission(writeCall(place, { mode: 'acceptEdits' })).verdict);
    expect(new Set(asked)).toEqual(new Set(['ask']));
  });

  it.each([
    '.git./hooks/x',
    '.GIT /config',
    '.bashrc.',
    '.bashrc::$DATA',
    '.g\u200cit/config',
    String.raw`.git\config`,
    '.husky',
    'x.github/hooks/.github/hooks/x',
  ])('has other names on some systems: %s', (place) => {
    expect(isProtected(place)).toBe(true);
  });

  it.each([
    ['cp a .bashrc', 'bash(cp *)'],
    ['cp --target-directory=.github/workflows a', 'bash(cp *)'],
    ['dd if=a of=.bashrc', 'bash(dd *)'],
    ['curl -o.bashrc https://a.test', 'bash(curl *)'],
    ['git log --output=.envrc', 'bash(git log*)'],
    ['git diff --output=.npmrc', 'bash(git diff*)'],
    ['cp -t.husky a', 'bash(cp *)'],
    ['cp -ft.husky a', 'bash(cp *)'],
    ['cp -rft.git/hooks a', 'bash(cp *)'],
    ['cp -t/x/.git/hooks a', 'bash(cp *)'],
    ['cp --target-directory=.git/hooks a', 'bash(cp *)'],
    ['sort -o.npmrc a', 'bash(sort *)'],
    ['sort -ro.npmrc a', 'bash(sort *)'],
    ['cp a .[g]it/hooks', 'bash(cp *)'],
    ['cp a .g?t/hooks', 'bash(cp *)'],
    ['cp a sub/.g*/hooks', 'bash(cp *)'],
    ['cp a .b?shrc', 'bash(cp *)'],
    ['cp a .[Bb]ashrc', 'bash(cp *)'],
    ['cp a .*', 'bash(cp *)'],
    ['cp a .g"i"?/hooks', 'bash(cp *)'],
    ['cp a .{bashrc,x}', 'bash(cp *)'],
    ['cp a {.bashrc,x}', 'bash(cp *)'],
    ['cp a .{g{it,x},y}/hooks', 'bash(cp *)'],
    ['dd if=a of={.bashrc,x}', 'bash(dd *)'],
    ['cp a {src,.git/hooks}', 'bash(cp *)'],
    ['cp a .git{/hooks,}', 'bash(cp *)'],
    ['cp a .g?thub/workflows/ci.yml', 'bash(cp *)'],
  ])('asks where a command names it, whatever rule with a star fits: %s', (command, rule) => {
    expect(verdict(command, rule)).toBe('ask');
    expect(verdict(command, `bash(${command.replaceAll('*', '\\*')})`)).toBe('allow');
  });

  it('is looked for in a long line soon', () => {
    for (const part of ['.? ', '.g?t/* ', '*/*/* ', '.*', '.[a]', '-a.', '.$X ', '.?/']) {
      const call = bashCall(`cp ${part.repeat(30_000 / part.length)}`, { workDir: process.cwd(), rules: { allow: ['bash(cp *)'] } });
      const start = performance.now();
      decidePermission(call);
      expect(performance.now() - start).toBeLessThan(3_000);
    }
  });

  it('asks about a pattern of names where such a file is', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, '.git'));
    mkdirSync(join(folder.path, '.github/workflows'), { recursive: true });
    for (const file of ['a', 'CLAUDE.md', '.git/x', '.github/workflows/ci.yml']) writeFileSync(join(folder.path, file), '');
    const rules = { allow: ['bash(cp *)'] };
    const decide = (command: string) => decidePermission(bashCall(command, { workDir: folder.path, rules })).verdict;
    for (const named of ['CLAUDE.m?', '*.md', '*', '.github/workflow?/ci.yml', '.github/*/ci.yml', '[C]LAUDE.md'])
      expect([named, decide(`cp a ${named}`)]).toEqual([named, 'ask']);
    for (const other of ['a?', 'x*', '*/x', '*.yml']) expect([other, decide(`cp a ${other}`)]).toEqual([other, 'allow']);
  });

  it.each([
    ['rm -f *', 'bash(rm *)'],
    ['prettier --write *.ts src/*.md', 'bash(prettier *)'],
    ['rm *.log build/*.o', 'bash(rm *)'],
    ['rm src/[ab].ts', 'bash(rm *)'],
    ['rm "$X" $Y/a', 'bash(rm *)'],
    ['rm .cache*', 'bash(rm *)'],
    ['tar -xvf a.tar -Cout', 'bash(tar *)'],
    ['npm test -- -profile', 'bash(npm test*)'],
  ])('does not ask about patterns of other names: %s', (command, rule) => {
    expect(verdict(command, rule)).toBe('allow');
  });

  it.each(
    `src/hooks/useThing.ts src/config docs/agents.txt config.yml README.md package.json Makefile Dockerfile src/jenkins/file.ts buildspec.md
    src/azure-pipelines.ts .gitignore .editorconfig .env .prettierrc src/build.yml docs/tekton/a.yaml src/claude.ts src/mcp.ts src/agents/run.ts
    src/vercel.ts src/render.ts .config/app.json gradle/libs.versions.toml .cargo/notes.md .docker/nginx.conf my.github/workflows/x.yml src/profile.ts src/git/index.ts src/github/workflows.ts
    docs/ci_scripts.md src/cursor/x.ts .yarn/cache/x.zip src/login.ts src/zuul.ts docs/netlify.md tests/fixtures/head.html`.split(/\s+/),
  )('is not %s', (place) => {
    expect(isProtected(place)).toBe(false);
  });
});
