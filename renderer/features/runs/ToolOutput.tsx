import { useHostQuery } from '../../host/useHostQuery';
import { Folded } from './Folded';
import type { ToolEntry } from './transcript';
import { WholeOutput } from './WholeOutput';

/** Nothing shorter was cut for the model. */
const SHORTEST_CUT = 30_000;

type ToolOutputProps = {
  /** Where the call was made; nothing for one whose session is not known. */
  readonly sessionId: string | undefined;
  readonly call: ToolEntry;
  readonly output: string;
};

/** What a call put out, as the model was given it, and the way to the rest where that was only a part. */
export function ToolOutput({ sessionId, call: { key: callId, name }, output }: ToolOutputProps) {
  const mayBeCut = sessionId !== undefined && output.length >= SHORTEST_CUT;
  const { data: whole } = useHostQuery(
    async (client, signal) => (mayBeCut ? client.outputs.get({ sessionId, callId }, signal) : null),
    [sessionId, callId, mayBeCut],
  );
  return (
    <>
      <Folded
        label={`Output of ${name}`}
        text={output === '' ? '(empty)' : output}
        more={whole ? 'Show what the model was given' : undefined}
      />
      {sessionId !== undefined && whole && <WholeOutput sessionId={sessionId} output={whole} tool={name} />}
    </>
  );
}
