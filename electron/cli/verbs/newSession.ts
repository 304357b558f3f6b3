import { z } from 'zod';
import { withHost } from '../host';
import { HOST_OPTIONS, hostSchema } from '../options';
import { defineVerb } from '../verb';

export const newSessionVerb = defineVerb({
  name: 'sessions new',
  operands: [],
  summary: 'Begin a conversation: prints its id, which "sessions send" takes.',
  options: {
    title: { type: 'string', value: 'TEXT', help: 'its title' },
    model: { type: 'string', value: 'M', help: 'its model' },
    'system-prompt': { type: 'string', value: 'TEXT', help: 'its system prompt' },
    ...HOST_OPTIONS,
  },
  schema: hostSchema.extend({
    title: z.string().optional(),
    model: z.string().min(1).optional(),
    'system-prompt': z.string().optional(),
  }),
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const session = await client.sessions.create({
        title: options.title,
        model: options.model,
        systemPrompt: options['system-prompt'],
      });
      terminal.print(options.json ? JSON.stringify(session, null, 2) : session.id);
      return 0;
    }),
});
