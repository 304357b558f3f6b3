/** Folders of which every file is one that other programs act on by themselves, wherever they lie. */
const FOLDERS = namesIn(`
  .git git~1 .hg .svn .jj .bzr .fossil-settings
  .husky .githooks .git-hooks .lefthook .simple-git-hooks
  .teamcity .builds .tekton azure-pipelines .azure-pipelines .azuredevops .gitlab-ci .woodpecker .circleci .buildkite .semaphore .codefresh .zuul.d
    zuul.d .harness .buddy .drone .concourse .prow .pipelines .ci ci_scripts .ebextensions .copr .cloudbuild .codebuild
  .devcontainer .gitpod .idx .codesandbox
  .vscode .vscode-server .idea .zed .fleet .nova .vs .vim .nvim .emacs.d .doom.d .spacemacs.d .helix .kak .theia .externaltoolbuilders
  .profile.d .bashrc.d .zshrc.d .zsh .oh-my-zsh .bash_it .bash_completion.d .elvish .direnv .mise .devenv
  .tmux .byobu .ipython .jupyter .bundle .mvn .gradle .m2 .kube .aws .ssh .gnupg .i3 .xmonad
  launchagents launchdaemons cron.d cron.daily cron.hourly cron.weekly cron.monthly
  .claude .claude-plugin .cursor .stepgraph .codex .gemini .windsurf .roo .cline .clinerules .continue .amazonq .kiro .trae .augment .junie .goose
    .opencode .crush .qwen .factory .openhands .agent .agents .kilocode .copilot .codeium .warp .amp .zencoder .rovodev .serena .aider
`);

/** Folders within others of which the same is true. */
const NESTED = [
  /\.config\/(fish|git|nvim|autostart|systemd|environment\.d|nushell|powershell|xonsh|elvish|direnv|mise|tmux|emacs|helix|kak|gh|hg|pip|sway|i3|hypr|openbox|awesome|qtile|bspwm|sxhkd|plasma-workspace|goose|opencode|zed)(\/|$)/,
  /\.(github|forgejo|gitea)\/(workflows|actions|hooks|instructions|prompts|agents|chatmodes|skills)(\/|$)/,
  /\.gitlab\/(ci|agents)(\/|$)/,
  /\.yarn\/(releases|plugins|sdks)(\/|$)/,
  /gradle\/(wrapper|init\.d)(\/|$)/,
  /\.julia\/config(\/|$)/,
  /\.local\/(bin|share\/(systemd|autostart|applications))(\/|$)/,
  /programs\/startup(\/|$)/,
  /\.docker\/config\.json$/,
  /\.cargo\/config(\.toml)?$/,
  /\.config\/starship\.toml$/,
  /\.platform\/(hooks|confighooks)(\/|$)/,
].map((pattern) => new RegExp(`(?:^|/)${pattern.source}`));

/** Files; `.yml` is `.yaml`, too. */
const FILES = namesIn(`
  .travis.yml .build.yml wercker.yml circle.yml codefresh.yml bitrise.yml codemagic.yml screwdriver.yml .screwdriver.yml shippable.yml .scrutinizer.yml
    zuul.yml .zuul.yml buddy.yml evergreen.yml .evergreen.yml .cirun.yml .packit.yml packit.yml .readthedocs.yml netlify.toml vercel.json render.yml
    amplify.yml bitbucket-pipelines.yml .gitpod.yml .gitpod.dockerfile .ci-operator.yml .prow.yml
  .gitmodules .gitattributes .hgrc .pre-commit-config.yml .pre-commit-hooks.yml .overcommit.yml captainhook.json grumphp.yml
  .devcontainer.json devfile.yml .devfile.yml .stackblitzrc .replit replit.nix
  .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bash_completion .profile .zshrc .zshenv .zprofile .zlogin .zlogout .cshrc .tcshrc .kshrc
    .mkshrc .login .logout .inputrc .envrc .direnvrc .xonshrc .autoenv .autoenv.zsh profile.ps1 .xprofile .xinitrc .xsession .xsessionrc
    .pam_environment .tool-versions .asdfrc devbox.json
  .vimrc .gvimrc .exrc .nvim.lua .nvimrc .emacs .spacemacs .dir-locals.el .dir-locals-2.el .ycm_extra_conf.py .kakrc
  .gdbinit .gdbearlyinit .lldbinit .pdbrc .radare2rc .perfconfig .valgrindrc .screenrc .tmux.conf .rprofile .renviron rprofile.site .irbrc .pryrc
    .gemrc .pythonrc .pythonrc.py .pythonstartup sitecustomize.py usercustomize.py .ghci .ocamlinit .sbclrc .clisprc .octaverc .psqlrc .sqliterc
    .my.cnf .wgetrc .curlrc .netrc .mailcap .forward .procmailrc .muttrc .lessfilter .rhosts .shosts .crontab crontab
  .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnpmfile.mjs pnpmfile.js bunfig.toml .bunfig.toml .pypirc pip.conf .condarc .bazelrc .buckconfig
    .terraformrc terraform.rc ansible.cfg .ansible.cfg init.gradle init.gradle.kts
  claude.md claude.local.md agents.md agents.override.md agent.md gemini.md qwen.md warp.md .cursorrules .windsurfrules .roomodes
    .goosehints .augment-guidelines .kilocodemodes .rules .mcp.json mcp.json mcp_config.json .claude.json claude_desktop_config.json opencode.json
    opencode.jsonc crush.json .crush.json .continuerc.json copilot-instructions.md
`);

/** Names of files of which there are many. */
const PATTERNS = [
  /^jenkinsfile([._-]|$)|\.jenkinsfile$/,
  /^(buildspec|azure-pipelines|cloudbuild|\.?appveyor|\.woodpecker|\.?lefthook(-local)?)([._-].*)?\.(yml|json|toml)$/,
  /gitlab-ci\.yml$|^\.gitlab-ci/,
  /^\.drone\.(yml|star|jsonnet|script)$|^\.cirrus\.(yml|star)$/,
  /^\.(simple-git-hooks|lintstagedrc)(\.\w+)?$/,
  /^\.gitconfig|^\.aider\b|^\.roorules/,
  /^\.?mise(\.[\w-]+)*\.toml$/,
  /_profile\.ps1$|\.(code-workspace|sublime-project|sublime-build|pth)$/,
];

/** Names that begin with a dot and are protected, or hold what is. */
export const HIDDEN_NAMES: readonly string[] = [
  ...[...FOLDERS, ...FILES].filter((name) => name.startsWith('.')),
  ...['.config', '.github', '.forgejo', '.gitea', '.gitlab', '.yarn', '.julia', '.local', '.docker', '.cargo', '.platform'],
  ...[
    '.gitconfig',
    '.gitlab-ci.yml',
    '.drone.yml',
    '.lefthook.yml',
    '.simple-git-hooks.json',
    '.lintstagedrc',
    '.mise.toml',
    '.aider.conf.yml',
  ],
];

// A bare repository is one by these names alone.
const BARE_REPOSITORY =
  /\/head$|\.git\/config$|(^|\/)hooks\/(applypatch-msg|(pre|post)-[a-z-]+|commit-msg|prepare-commit-msg|update|fsmonitor-watchman|p4-[a-z-]+)$/;

/**
 * Whether a path, relative to the work directory or absolute, leads to a file whose writing a person should see each time: other programs act on it by
 * themselves, so that what is written there runs later, unseen (reliability.md, section 3).
 */
export function isProtected(path: string): boolean {
  if (isPlace(path)) return true;
  // A word of a command may hold the place behind an option, or several in one: `-o.bashrc`, `-ro.bashrc`; `--output=.bashrc` is known as it is.
  const letters = /^-\w{1,8}/.exec(path)?.[0].length ?? 0;
  return Array.from({ length: Math.max(0, letters - 1) }, (_, place) => path.slice(place + 2)).some(isPlace);
}

function isPlace(path: string): boolean {
  const names = path
    .normalize('NFC')
    .replaceAll(UNSEEN, '')
    .toLowerCase()
    .split(/[\\/=]/)
    .map(plainName);
  const place = names.join('/');
  const file = names.at(-1)?.replace(/\.yaml$/, '.yml') ?? '';
  return (
    names.some((name) => FOLDERS.has(name)) ||
    NESTED.some((pattern) => pattern.test(place)) ||
    FILES.has(file) ||
    PATTERNS.some((pattern) => pattern.test(file)) ||
    BARE_REPOSITORY.test(place)
  );
}

/** Characters that some file systems leave out of names. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Without what Windows takes from the end of a name: dots, spaces, and the name of a stream. */
function plainName(name: string): string {
  return /^\.+$/.test(name) ? name : name.replace(/:.*$/s, '').replace(/[. ]+$/, '');
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
