import type { AppErrorCode } from '../lib/appError';
import type { Json } from '../lib/json';

/** A carrier: two ends that pass messages in order. Electron, WebSocket and memory each implement just this. */
export type Port = {
  /** Messages are JSON values. Sending on a closed port does nothing. */
  send(message: unknown): void;
  /** One listener; set once. Whatever arrives is untrusted until parsed. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
};

export type WireError = { readonly code: AppErrorCode; readonly message: string; readonly details?: Json };
