import { TURN_OPTIONS, takeTurn, turnSchema } from '../sessionTurn';
import { defineVerb } from '../verb';

export const sendSessionVerb = defineVerb({
  name: 'sessions send',
  operands: ['ID', 'TEXT'],
  summary: 'Continue a session: send a message and print the answer.',
  options: TURN_OPTIONS,
  schema: turnSchema,
  run: (call) => takeTurn(call, (client, settings) => client.sessions.send({ ...settings, text: call.operands[1] ?? '' })),
});
