import { realpathSync, statSync } from 'node:fs';
import { AppError } from '../../shared/lib/appError';
import type { SandboxMode } from '../../shared/session/sandbox';
import type { SessionSettings } from '../../shared/session/session';
import type { Tool, ToolBox, ToolBoxOpening, ToolProvider } from '../sessions/ports';
import { createBuiltInTools } from './builtIns';
import { closeToolSources, type OpenToolSource, openToolSources, type ToolSource } from './toolSource';
import { toolWithoutSecrets } from './toolWithoutSecrets';
import { trackedToolBox } from './trackedToolBox';

export type ToolRegistryOptions = {
  /** Tools made with `tool()`, offered to every session beside the built-in ones. */
  readonly custom?: readonly Tool[];
  /** Offered only to sessions that name them in `settings.tools`, in place of others of the same name; read at each opening. */
  readonly named?: (opening: ToolBoxOpening) => readonly Tool[];
  /** Offered because of what a session's settings say; a custom or named tool of the same name takes the place of one of these. */
  readonly forSession?: (settings: SessionSettings) => readonly Tool[];
  /** Where shell commands run; asked at each. */
  readonly sandbox?: () => SandboxMode;
  /** Servers and folders whose tools are offered as well. */
  readonly sources?: readonly ToolSource[];
};

/**
 * Gives each session the built-in tools of its work directory and the custom ones. Opening rejects with `INVALID_INPUT` when the work directory is
 * not there or `settings.tools` names a tool that is not.
 */
export function createToolRegistry({
  custom = [],
  named = () => [],
  forSession = () => [],
  sandbox,
  sources = [],
}: ToolRegistryOptions = {}): ToolProvider {
  const builtIns = createBuiltInTools(sandbox);
  return {
    async open(settings, signal, opening = UNWATCHED) {
      signal.throwIfAborted();
      const everyones = [...builtIns(existingFolder(settings.workDir)), ...custom];
      const wanted = wantedNames(settings);
      const own = named(opening).filter((tool) => wanted.some((name) => isCalled(name)(tool)));
      const usual = everyones.filter((tool) => !own.some(isCalled(tool.name)));
      const further = forSession(settings).filter((tool) => ![...custom, ...own].some(isCalled(tool.name)));
      const opened = await openToolSources(sources, settings, opening, signal);
      try {
        const sourced = opened.flatMap((source) => source.tools);
        const tools = [...usual, ...further, ...sourced, ...own];
        refuseUnknown(wanted, tools);
        refuseDuplicates(tools);
        for (const message of opened.flatMap((source) => source.warnings ?? [])) await opening.report({ type: 'warning', message });
        return joinedBox(tools, own, opened);
      } catch (error) {
        await closeToolSources(opened);
        throw error;
      }
    },
  };
}

/** For tools opened outside of any turn. */
const UNWATCHED: ToolBoxOpening = { sessionId: '', metadata: {}, report: async () => {} };

/** Calls end before what they use does. */
function joinedBox(tools: readonly Tool[], own: readonly Tool[], opened: readonly OpenToolSource[]): ToolBox {
  const box = trackedToolBox(tools.map(toolWithoutSecrets));
  const instructions = opened.flatMap((source) => source.instructions ?? []).join('\n\n');
  return {
    tools: box.tools,
    ownTools: box.tools.filter((tool) => own.some(isCalled(tool.name))),
    ...(instructions !== '' && { instructions }),
    async close() {
      await box.close();
      await closeToolSources(opened);
    },
  };
}

/** Asked in place: each turn does, and waiting for another thread would take ten times as long. */
function existingFolder(workDir: string): string {
  try {
    const folder = realpathSync.native(workDir);
    if (statSync(folder).isDirectory()) return folder;
  } catch (error) {
    throw new AppError('INVALID_INPUT', `The work directory ${workDir} cannot be opened. ${ANOTHER_FOLDER}`, undefined, { cause: error });
  }
  throw new AppError('INVALID_INPUT', `The work directory ${workDir} is not a folder. ${ANOTHER_FOLDER}`);
}

const ANOTHER_FOLDER = 'Bring it back, or let the session work in another folder: "stepgraph sessions send", or retry, with --workdir DIR.';

function refuseDuplicates(tools: readonly Tool[]): void {
  const names = tools.map((tool) => tool.name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new AppError('CONFLICT', `Two tools are called ${twice}. Rename one of them; letter case does not tell tools apart.`);
}

function wantedNames({ tools = [] }: SessionSettings): readonly string[] {
  return [...new Set(tools.map((entry) => (typeof entry === 'string' ? entry : entry.name)))];
}

function refuseUnknown(wanted: readonly string[], tools: readonly Tool[]): void {
  const unknown = wanted.filter((name) => !tools.some(isCalled(name)));
  if (unknown.length === 0) return;
  const known = tools.map((tool) => tool.name).join(', ');
  throw new AppError(
    'INVALID_INPUT',
    `There is no tool ${unknown.join(', ')}. Known are: ${known}. One made with tool() is only there in a program that registers it: createAgentSdk({ tools: [${unknown.join(', ')}] }), or the option tools where a run or a session goes on.`,
  );
}

function isCalled(name: string): (tool: Tool) => boolean {
  return (tool) => tool.name.toLowerCase() === name.toLowerCase();
}
