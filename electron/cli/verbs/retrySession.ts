import { TURN_OPTIONS, takeTurn, turnSchema } from '../sessionTurn';
import { defineVerb } from '../verb';

export const retrySessionVerb = defineVerb({
  name: 'sessions retry',
  operands: ['ID'],
  summary: 'Go on with a turn that failed or was cut off, without sending its message again.',
  options: TURN_OPTIONS,
  schema: turnSchema,
  run: (call) => takeTurn(call, (client, settings) => client.sessions.retry(settings)),
});
