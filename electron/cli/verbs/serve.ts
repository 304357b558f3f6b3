import { resolve } from 'node:path';
import { startHeadless } from '../../host/startHeadless';
import { onInterrupt } from '../interruption';
import { HOST_OPTIONS, hostSchema, SANDBOX_OPTIONS, sandboxSchema, wholeNumber } from '../options';
import { LIMIT_OPTIONS, limitShape, limitsOf } from '../sessionOptions';
import { defineVerb } from '../verb';

export const serveVerb = defineVerb({
  name: 'serve',
  operands: [],
  summary: 'Serve the app to a browser on this machine, until Ctrl+C.',
  options: {
    port: { type: 'string', value: 'N', help: 'the port (default: a free one)' },
    ...HOST_OPTIONS,
    ...SANDBOX_OPTIONS,
    ...LIMIT_OPTIONS,
  },
  schema: hostSchema.extend({ ...limitShape, ...sandboxSchema.shape, port: wholeNumber(0, 65535).default(0) }),
  run: async ({ options, terminal }) => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    using _interrupt = onInterrupt(stop);
    const headless = await startHeadless({
      port: options.port,
      database: options.db === undefined ? undefined : resolve(options.db),
      workDir: options.workdir === undefined ? undefined : resolve(options.workdir),
      sandbox: options.sandbox,
      sessionManager: limitsOf(options),
    });
    terminal.print(options.json ? JSON.stringify({ url: headless.url }) : headless.url);
    terminal.note('Open this address in a browser on this machine. Ctrl+C ends the app.');
    await stopped;
    await headless.close();
    return 0;
  },
});
