import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are, so that a test can say what no well-behaved client would; answers the status and the whole reply. */
export async function rawHttp(port: number, request: string): Promise<{ status: number | undefined; text: string }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {});
  socket.write(request);
  await once(socket, 'close');
  const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
  return { status: status === undefined ? undefined : Number(status), text };
}

/** A request head with the given lines. */
export function head(line: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`${line} HTTP/1.1`, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
}
