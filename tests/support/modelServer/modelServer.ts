import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { eventText } from '../../../electron/model/rehearsal/messageStream';
import { httpError } from './faults';
import { eventsOf, type Reply } from './reply';
import type { Script } from './script';

/**
 * A real HTTP server that speaks the streaming Messages API by a script, well or badly, and keeps what it was asked.
 */

const blockSchema = z.looseObject({ type: z.string() });

const bodySchema = z.looseObject({
  model: z.string(),
  max_tokens: z.number(),
  stream: z.literal(true),
  system: z.string().optional(),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.array(blockSchema) })).min(1),
  tools: z.array(z.looseObject({ name: z.string(), description: z.string().optional(), input_schema: z.looseObject({}) })).optional(),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
});

export type RecordedRequest = {
  /** 1 for the first. */
  readonly number: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: z.infer<typeof bodySchema>;
  /** The text of the conversation's first message. */
  readonly prompt: string;
};

export type ModelServer = {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Requests whose client hung up before the end of the answer. */
  readonly abortedRequests: number;
  readonly openRequests: number;
  /** Connections made so far; clients reuse them. */
  readonly connections: number;
  /** Resolves once no request is open. */
  idle(): Promise<void>;
  /** Resolves once so many requests were aborted. */
  untilAborted(count: number): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Listens on a free port of the loopback interface. A request outside the protocol is answered with 400, as the API does. */
export async function startModelServer({ script }: { readonly script: Script | Reply }): Promise<ModelServer> {
  const requests: RecordedRequest[] = [];
  const open = new Set<ServerResponse>();
  const settled = new EventEmitter();
  let aborted = 0;
  let connections = 0;

  const server = createServer((incoming, response) => {
    open.add(response);
    response.on('close', () => {
      open.delete(response);
      if (!response.writableFinished && !cutByServer.has(response)) aborted += 1;
      settled.emit('settled');
    });
    answer(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) void send(response, httpError(400, 'invalid_request_error', String(error)), 0, '');
    });
  });
  const cutByServer = new WeakSet<ServerResponse>();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed: unknown = JSON.parse(await readAll(incoming));
    const body = bodySchema.parse(parsed);
    const request = { number: requests.length + 1, path: incoming.url ?? '', headers: incoming.headers, body, prompt: firstText(body) };
    requests.push(request);
    const reply = typeof script === 'function' ? await script(request) : script;
    await reply.until;
    if (reply.hangUp || reply.cutAfter !== undefined) cutByServer.add(response);
    if (reply.hangUp) {
      response.socket?.destroy();
      return;
    }
    await send(response, reply, request.number, body.model);
  }

  server.on('connection', () => {
    connections += 1;
  });
  const waitFor = async (isReached: () => boolean) => {
    while (!isReached()) await once(settled, 'settled');
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get abortedRequests() {
      return aborted;
    },
    get connections() {
      return connections;
    },
    get openRequests() {
      return open.size;
    },
    idle: () => waitFor(() => open.size === 0),
    untilAborted: (count) => waitFor(() => aborted >= count),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The bytes of the body of `reply`, as the server would send them. */
export function bodyBytes(reply: Reply, requestNumber = 1, model = 'test-model'): Buffer {
  return Buffer.concat(bodyChunks(reply, requestNumber, model));
}

function bodyChunks(reply: Reply, requestNumber: number, model: string): Buffer[] {
  const texts = reply.body === undefined ? eventsOf(reply, requestNumber, model).map(eventText) : [reply.body];
  const chunks = texts.map((text) => Buffer.from(text));
  if (!reply.gzip && reply.chunkSize === undefined) return chunks;
  const whole = reply.gzip ? gzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
  const size = reply.chunkSize ?? whole.length;
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.subarray(index * size, (index + 1) * size));
}

async function send(response: ServerResponse, reply: Reply, requestNumber: number, model: string): Promise<void> {
  response.writeHead(reply.status ?? 200, {
    'content-type': 'text/event-stream',
    'request-id': `req_${requestNumber}`,
    ...(reply.gzip && { 'content-encoding': 'gzip' }),
    ...reply.headers,
  });
  response.flushHeaders();
  let left = Math.min(...[reply.cutAfter, reply.endAfter, reply.stallAfter].map((bytes) => bytes ?? Number.POSITIVE_INFINITY));
  for (const chunk of bodyChunks(reply, requestNumber, model)) {
    if (left <= 0 || response.destroyed) break;
    await written(response, chunk.subarray(0, left), reply.pauseMs);
    left -= chunk.length;
  }
  if (reply.cutAfter !== undefined) response.socket?.resetAndDestroy();
  else if (reply.stallAfter === undefined) response.end();
}

/** Resolves once the chunk has left and the pause is over, so that it travels by itself. */
function written(response: ServerResponse, chunk: Buffer, pauseMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    response.write(chunk, () => (pauseMs === undefined ? setImmediate(resolve) : setTimeout(resolve, pauseMs)));
  });
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function firstText(body: z.infer<typeof bodySchema>): string {
  return (body.messages[0]?.content ?? []).map((block) => (typeof block.text === 'string' ? block.text : '')).join('\n');
}
