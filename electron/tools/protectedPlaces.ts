/** Files that other programs act on by themselves: what is written there runs later, unseen (reliability.md, section 3). */
const PROTECTED = [
  /(^|\/)(\.git|git~1|\.husky|\.githooks|\.devcontainer|\.woodpecker|\.lefthook|\.circleci|\.buildkite|\.vscode|\.idea|\.claude|\.cursor|\.stepgraph|\.ssh|\.semaphore|\.zed|\.vim|\.emacs\.d|\.config\/(fish|git|nvim|autostart|systemd|environment\.d))[. ]*(\/|$)/,
  /(^|\/)\.((github|forgejo|gitea)\/(workflows|actions)|gitlab\/ci)(\/|$)/,
  /(^|\/)(\.gitlab-ci\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|\.cirrus\.(ya?ml|star)|\.?appveyor\.ya?ml|cloudbuild\.(ya?ml|json)|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|jenkinsfile|\.woodpecker\.ya?ml|\.pre-commit-config\.yaml|\.?lefthook(-local)?\.(ya?ml|toml|json)|\.devcontainer\.json)$/,
  /(^|\/)\.(bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|cshrc|tcshrc|kshrc|mkshrc|login|logout|inputrc|envrc|xprofile|xinitrc|xsession|xsessionrc|pam_environment)$/,
  /(^|\/)(\.vimrc|\.gvimrc|\.exrc|\.nvim\.lua|\.nvimrc|\.emacs|\.dir-locals(-2)?\.el|\.gdbinit|\.lldbinit|\.pdbrc|[^/]*\.code-workspace)$/,
  /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pypirc|\.gitconfig|\.gitmodules|\.gitattributes|\.mcp\.json)$/,
  /(^|\/)(claude(\.local)?\.md|agents\.md)$/,
  // A bare repository is one by these names alone.
  /\/head$|\.git\/config$|(^|\/)hooks\/(applypatch-msg|(pre|post)-[a-z-]+|commit-msg|prepare-commit-msg|update|fsmonitor-watchman|p4-[a-z-]+)$/,
];

/** Whether a path, relative to the work directory or absolute, leads to a file whose writing a person should see each time. */
export function isProtected(path: string): boolean {
  const place = path.normalize('NFC').toLowerCase().replaceAll('\\', '/');
  return PROTECTED.some((pattern) => pattern.test(place));
}
