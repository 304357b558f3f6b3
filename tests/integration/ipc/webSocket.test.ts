import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { webSocketPort } from '../../../electron/ipc/webSocketPort';
import { socketPort } from '../../../renderer/host/pagePorts';
import { describeCarrier } from './conformance';

describeCarrier('WebSocket', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const connected = once(server, 'connection');
  // Node's own WebSocket is the browser's, so the page's end is tested as it is.
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[socket]] = await Promise.all([connected, new Promise((resolve) => page.addEventListener('open', resolve))]);
  return {
    caller: socketPort(page),
    host: webSocketPort(socket),
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
});
