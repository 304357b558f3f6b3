/** What the preload script gives the page: one channel each way, nothing else. */
export type Bridge = {
  send(frame: string): void;
  /** One listener; a new one takes the place of the old. */
  onFrame(listener: (frame: unknown) => void): void;
};

/** The name under which the page finds the bridge on `window`. */
export const BRIDGE = 'stepgraph';

/** Electron IPC channels. */
export const TO_HOST = 'stepgraph:to-host';
export const TO_PAGE = 'stepgraph:to-page';
/** The frame with which either side ends the connection: Electron's channels have no end of their own. */
export const HANG_UP = 'hang-up';

export const WEB_SOCKET_PATH = '/contract';
/** First protocol offered on a host's WebSocket. The second carries the token, which so stays out of addresses and logs. */
export const WEB_SOCKET_PROTOCOL = 'stepgraph';
export const TOKEN_PROTOCOL_PREFIX = 'stepgraph.token.';
