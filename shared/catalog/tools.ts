/** What people need to know about a tool when choosing it; forms are drawn from this. */
export type ToolDescriptor = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly isReadOnly: boolean;
  /** lucide icon name */
  readonly icon: 'file-text' | 'file-pen' | 'pencil' | 'folder-search' | 'search' | 'terminal' | 'workflow' | 'bot' | 'book-open' | 'plug';
};

export const BUILT_IN_TOOLS: readonly ToolDescriptor[] = [
  { name: 'read', title: 'Read', summary: 'Read files in the work directory', isReadOnly: true, icon: 'file-text' },
  { name: 'glob', title: 'Glob', summary: 'Find files by name pattern', isReadOnly: true, icon: 'folder-search' },
  { name: 'grep', title: 'Grep', summary: 'Search file contents by regular expression', isReadOnly: true, icon: 'search' },
  { name: 'write', title: 'Write', summary: 'Create or overwrite files', isReadOnly: false, icon: 'file-pen' },
  { name: 'edit', title: 'Edit', summary: 'Replace text in files', isReadOnly: false, icon: 'pencil' },
  { name: 'bash', title: 'Bash', summary: 'Run shell commands in the work directory', isReadOnly: false, icon: 'terminal' },
];

/** Offered only to sessions and steps that name it. */
export const RUN_WORKFLOW_TOOL: ToolDescriptor = {
  name: 'run_workflow',
  title: 'Run workflow',
  summary: 'Design workflows and run them, only when ticked',
  isReadOnly: false,
  icon: 'workflow',
};

/** Offered where there are agents. */
export const TASK_TOOL: ToolDescriptor = {
  name: 'task',
  title: 'Task',
  summary: 'Hand work to another agent',
  isReadOnly: false,
  icon: 'bot',
};

/** Offered where there are skills. */
export const SKILL_TOOL: ToolDescriptor = {
  name: 'skill',
  title: 'Skill',
  summary: 'Load instructions for a kind of task',
  isReadOnly: true,
  icon: 'book-open',
};

/** What every session may be offered, with or without agents. */
export const USUAL_TOOLS: readonly ToolDescriptor[] = [...BUILT_IN_TOOLS, SKILL_TOOL, RUN_WORKFLOW_TOOL];

/** Every tool there can be without custom ones and servers. */
export const KNOWN_TOOLS: readonly ToolDescriptor[] = [...USUAL_TOOLS, TASK_TOOL];

/** What a request to start an MCP server is called among requests to run tools. Agreeing to it holds until anything of the server changes. */
export const START_SERVER = 'start_mcp_server';
