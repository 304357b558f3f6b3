/** What people need to know about a tool when choosing it; forms are drawn from this. */
export type ToolDescriptor = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly isReadOnly: boolean;
  /** lucide icon name */
  readonly icon: 'file-text' | 'file-pen' | 'pencil' | 'folder-search' | 'search' | 'terminal' | 'plug';
};

export const BUILT_IN_TOOLS: readonly ToolDescriptor[] = [
  { name: 'read', title: 'Read', summary: 'Read files in the work directory', isReadOnly: true, icon: 'file-text' },
  { name: 'glob', title: 'Glob', summary: 'Find files by name pattern', isReadOnly: true, icon: 'folder-search' },
  { name: 'grep', title: 'Grep', summary: 'Search file contents by regular expression', isReadOnly: true, icon: 'search' },
  { name: 'write', title: 'Write', summary: 'Create or overwrite files', isReadOnly: false, icon: 'file-pen' },
  { name: 'edit', title: 'Edit', summary: 'Replace text in files', isReadOnly: false, icon: 'pencil' },
  { name: 'bash', title: 'Bash', summary: 'Run shell commands in the work directory', isReadOnly: false, icon: 'terminal' },
];
