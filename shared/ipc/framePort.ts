import type { Port } from './port';

/** What carries text both ways: a WebSocket or an Electron channel. */
export type FrameCarrier = {
  send(frame: string): void;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
};

/** Runs something once the current turn's work is done: `setImmediate` in Node, `queueMicrotask` in a page. */
type Schedule = (task: () => void) => void;

/** A frame is cut where its text passes this many characters, so that it stays far below any carrier's limit. */
const MAX_FRAME_CHARACTERS = 256 * 1024;

/**
 * A port over text frames, each a JSON array of all messages of one turn: together they cost little more than one. A message is turned into
 * JSON at once, so that what can't be is reported to who sent it. Whoever sends a frame that is no such array is hung up on.
 */
export function framePort(carrier: FrameCarrier, schedule: Schedule): Port {
  let texts: string[] = [];
  let characters = 0;
  const flush = () => {
    if (texts.length === 0) return;
    const frame = `[${texts.join(',')}]`;
    texts = [];
    characters = 0;
    carrier.send(frame);
  };
  return {
    send(message) {
      const text = JSON.stringify(message);
      if (characters + text.length > MAX_FRAME_CHARACTERS) flush();
      if (texts.length === 0) schedule(flush);
      texts.push(text);
      characters += text.length;
    },
    onMessage(listener) {
      carrier.onFrame((frame) => {
        const messages = readFrame(frame);
        if (!messages) carrier.close();
        for (const message of messages ?? []) listener(message);
      });
    },
    onClose: carrier.onClose,
    close() {
      flush();
      carrier.close();
    },
  };
}

function readFrame(frame: unknown): readonly unknown[] | undefined {
  try {
    const messages: unknown = typeof frame === 'string' ? JSON.parse(frame) : undefined;
    return Array.isArray(messages) ? messages : undefined;
  } catch {
    return undefined;
  }
}
