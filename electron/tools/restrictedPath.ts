import { pathExpression } from './shell/wildcard';

// What a rule that restricts means by a pattern of paths: `secret/**` is the folder, too, and `**/.env` also the file that lies in no folder.
// For rules that allow, a pattern means what it says and no more.
export function restrictedPaths(pattern: string): readonly RegExp[] {
  const plain = pattern.replace(/^(?:\.\/)+/, '');
  const withFolder = plain.length > 3 && plain.endsWith('/**') ? [plain, plain.slice(0, -3)] : [plain];
  const all = withFolder.flatMap((form) => (form.startsWith('**/') ? [form, form.slice(3)] : [form]));
  return all.map(pathExpression);
}

export function isRestrictedPath(pattern: string, path: string): boolean {
  return restrictedPaths(pattern).some((expression) => expression.test(path));
}
