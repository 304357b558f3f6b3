/** Far above any result that a model could be given; a message is held whole, several times over. */
export const LARGEST_MESSAGE = 16 * 1024 * 1024;

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` whose answers bring no message of more than `limit` bytes: of an event stream each event counts, of anything else the whole. What is
 * larger fails to be read, and `onTooLarge` is told, since whoever waits for the message may not hear of that.
 */
export function createBoundedFetch(onTooLarge: () => void, limit = LARGEST_MESSAGE, fetch: Fetch = globalThis.fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!response.body) return response;
    const isEventStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const body = response.body.pipeThrough(boundedPieces(isEventStream ? afterLastEvent : wholePiece, limit, onTooLarge));
    return new Response(body, response);
  };
}

/** How much of a piece belongs to a message that is not over yet; `undefined` when it all goes on with the one before. */
type Unfinished = (piece: Uint8Array) => number | undefined;

const wholePiece: Unfinished = () => undefined;

/** Events end with an empty line; a line end as the last byte of one piece and the first of the next is met by the next event at the latest. */
const afterLastEvent: Unfinished = (piece) => {
  for (let index = piece.length - 1; index > 0; index -= 1) {
    const before = piece[index - 1] === RETURN ? index - 2 : index - 1;
    if (piece[index] === LINE_END && piece[before] === LINE_END) return piece.length - 1 - index;
  }
  return undefined;
};

const LINE_END = 10;
const RETURN = 13;

function boundedPieces(unfinished: Unfinished, limit: number, onTooLarge: () => void): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  return new TransformStream({
    transform(piece, controller) {
      const rest = unfinished(piece);
      length = rest ?? length + piece.length;
      if (length <= limit) return controller.enqueue(piece);
      controller.error(new Error(`it sent a message of more than ${Math.round(limit / 1024 / 1024)} MB`));
      onTooLarge();
    },
  });
}
