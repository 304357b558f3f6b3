import type { PriceTable } from '../../shared/catalog/prices';
import type { SandboxMode } from '../../shared/session/sandbox';
import type { McpServerDefinition } from '../../shared/workflow/schema';
import type { Clock, Logger } from '../engine/ports';
import type { SecretCipher, SecretSource } from '../platform/secrets';
import type { ModelClient, Tool } from '../sessions/ports';
import type { SessionManagerOptions } from '../sessions/sessionManager';
import type { ServerLimits } from '../tools/mcp/serverLimits';
import type { PermissionGateOptions } from '../tools/permissionGate';
import type { AgentToolsByName } from './toolScopes';

/** How a host differs from the usual one; everything has a sensible default. */
export type HostOptions = {
  /** The store's file; the person's own one unless given. */
  readonly database?: string | undefined;
  /** Where runs work that name no folder, when Settings name none either: the current one unless given. */
  readonly workDir?: string | undefined;
  /** Where the key and the address of the model server are looked for: `process.env` unless given. */
  readonly environment?: { readonly [name: string]: string | undefined } | undefined;
  /** In place of what Settings say, for steps and workflows that say nothing. */
  readonly model?: string | null | undefined;
  readonly systemPrompt?: string | undefined;
  /** In place of the Anthropic client. */
  readonly modelClient?: ModelClient | undefined;
  /** Milliseconds between the pieces of text of a rehearsal. */
  readonly rehearsalPaceMs?: number | undefined;
  /** Offered to every session beside the built-in ones. */
  readonly tools?: readonly Tool[] | undefined;
  /** MCP servers offered to every session, by the names of their tools: `<server>__<tool>`. Whoever gives them has agreed to their being started. */
  readonly mcpServers?: readonly McpServerDefinition[] | undefined;
  readonly mcpLimits?: Partial<ServerLimits> | undefined;
  /** Fingerprints of MCP servers that definitions may start, as their refusal shows them: agreed to for as long as the host lives. */
  readonly agreedServers?: readonly string[] | undefined;
  /** Where `${secret:NAME}` in definitions of MCP servers is looked up before it is among the stored ones. */
  readonly secrets?: SecretSource | undefined;
  /** Encrypts what is stored of secrets; without it they are in a file that only its owner may read. */
  readonly cipher?: SecretCipher | undefined;
  /** Folders of skills for every session, relative to its work directory: `<directory>/<skill>/SKILL.md`. */
  readonly skillDirectories?: readonly string[] | undefined;
  /** Who sessions can send tasks to: `AgentDefinition`s, checked at the start (`INVALID_INPUT`). */
  readonly agents?: readonly unknown[] | undefined;
  /** What the tools do that agents and the steps of their workflows name. */
  readonly agentTools?: AgentToolsByName | undefined;
  /** Whether what changes things asks again after untrusted text, in place of what Settings say. */
  readonly askAfterUntrusted?: boolean | undefined;
  /** Where shell commands run, in place of what Settings say. */
  readonly sandbox?: SandboxMode | undefined;
  /** Somebody watches who answers what `services.permissions` has waiting. Without anyone, asking is a denial that the model is told about. */
  readonly isAttended?: boolean | undefined;
  /** Who is asked before a tool that may change something runs, in place of whoever watches. */
  readonly approverFor?: PermissionGateOptions['approverFor'];
  /** Further rules, beside those that are stored. */
  readonly permissionRulesFor?: PermissionGateOptions['rulesFor'];
  /** US dollars per million tokens. They come before those of the person's file, and these before the built-in ones. */
  readonly prices?: PriceTable | undefined;
  readonly sessionManager?: Partial<SessionManagerOptions> | undefined;
  /** In place of what Settings say: each step of a run keeps the files of its work directory before and after. */
  readonly keepStepFiles?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Logger | undefined;
};
