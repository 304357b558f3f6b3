/** Custom schemes. Stock Chromium has none, so `app://name/path` is shown as `http://name.app.localhost/path`, which is a secure context too. */
export const privileges = new Map();
export const handlers = new Map();

export function toChromium(url) {
  const { scheme, host, path } = /^(?<scheme>[a-z]+):\/\/(?<host>[^/]+)(?<path>.*)$/.exec(url)?.groups ?? {};
  return handlers.has(scheme) ? `http://${host}.${scheme}.localhost${path || '/'}` : url;
}

export function fromChromium(url) {
  const { scheme, host, path } = /^http:\/\/(?<host>[^/.]+)\.(?<scheme>[a-z]+)\.localhost(?<path>.*)$/.exec(url)?.groups ?? {};
  return handlers.has(scheme) ? `${scheme}://${host}${path}` : url;
}

/** The answer of the scheme's handler, in the form that Playwright fulfils a request with; `undefined` for any other scheme. */
export async function answerFor(url, method) {
  const handler = handlers.get(url.split(':')[0]);
  if (!handler) return undefined;
  const response = await handler({ url, method });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
}
