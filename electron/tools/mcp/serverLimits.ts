/** How long an MCP server is waited for, in milliseconds. */
export type ServerLimits = {
  /** For starting, saying hello and listing the tools. */
  readonly startMs: number;
  /** For a call, counted anew at each sign of progress. */
  readonly callMs: number;
  /** For a call in all. */
  readonly longestCallMs: number;
};

export const SERVER_LIMITS: ServerLimits = { startMs: 30_000, callMs: 120_000, longestCallMs: 30 * 60_000 };
