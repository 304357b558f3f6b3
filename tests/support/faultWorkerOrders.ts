import { z } from 'zod';

/**
 * Where a worker ends itself with SIGKILL, at the n-th time it comes by. `commit.before` and `commit.after`: around a COMMIT of the store, and only
 * these change what a later process finds. `request`: a request is about to be sent; `answer`: its headers are there; `chunk`: a piece of its
 * body is (the server sends one event a piece). `event`: an event of the run was published.
 */
export const KILL_POINTS = [
  'accepted',
  'commit.before',
  'commit.after',
  'request',
  'answer',
  'chunk',
  'tool.started',
  'tool.finished',
  'event',
  'finished',
] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

export const ordersSchema = z.object({
  database: z.string(),
  modelServer: z.string(),
  workDir: z.string(),
  /** The file in which the tool that changes something leaves a line a call. */
  effects: z.string(),
  /** A definition to run, or the id of the run to go on with. */
  job: z.union([z.object({ definition: z.record(z.string(), z.json()) }), z.object({ resume: z.string() })]),
  kill: z.object({ point: z.enum(KILL_POINTS), time: z.number().int().positive() }).optional(),
});

export type Orders = z.infer<typeof ordersSchema>;
