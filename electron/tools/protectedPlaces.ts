/** Files that other programs act on by themselves: what is written there runs later, unseen (reliability.md, section 3). */
const PROTECTED = [
  /(^|\/)(\.git|git~1|\.husky|\.githooks|\.circleci|\.buildkite|\.vscode|\.idea|\.claude|\.cursor|\.stepgraph|\.ssh)[. ]*(\/|$)/,
  /(^|\/)\.github\/(workflows|actions)(\/|$)/,
  /(^|\/)(\.gitlab-ci\.yml|\.travis\.yml|\.drone\.yml|azure-pipelines\.yml|bitbucket-pipelines\.yml|jenkinsfile)$/,
  /(^|\/)\.(bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|inputrc|envrc|config\/fish\/config\.fish)$/,
  /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pypirc|\.gitconfig|\.gitmodules|\.gitattributes|\.mcp\.json)$/,
];

/** Whether a path, relative to the work directory or absolute, leads to a file whose writing a person should see each time. */
export function isProtected(path: string): boolean {
  const place = path.normalize('NFC').toLowerCase().replaceAll('\\', '/');
  return PROTECTED.some((pattern) => pattern.test(place));
}
