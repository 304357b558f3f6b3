/** What the preload script gives the page: one channel each way, nothing else. Messages are JSON values. */
export type Bridge = {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
};

/** The name under which the page finds the bridge on `window`. */
export const BRIDGE = 'stepgraph';

/** Electron IPC channels. */
export const TO_HOST = 'stepgraph:to-host';
export const TO_PAGE = 'stepgraph:to-page';

/** First protocol offered on a host's WebSocket; the second carries the token, which so stays out of addresses and logs. */
export const WEB_SOCKET_PROTOCOL = 'stepgraph';
export const TOKEN_PROTOCOL_PREFIX = 'stepgraph.token.';
export const WEB_SOCKET_PATH = '/contract';
