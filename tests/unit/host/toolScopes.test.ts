import { expect, it } from 'vitest';
import { ToolScopes } from '../../../electron/host/toolScopes';
import { tool, z } from '../../../electron/sdk/index';

const lookUp = (whose: string) => tool({ name: 'look_up', description: whose, inputSchema: z.object({}) }, () => whose);
const ofStep = (runId: string) => ({ sessionId: `session of ${runId}`, metadata: { runId, stepId: 'a' } });
const found = (scopes: ToolScopes, opening: Parameters<ToolScopes['of']>[0]) => scopes.of(opening).map(({ description }) => description);
const noSessions = { get: () => undefined };

it('keeps what every run under way and the last thousand that ended were given, and lets go of what is older', () => {
  const scopes = new ToolScopes(noSessions);
  scopes.holdForRun('under way', () => [lookUp('under way')]);
  for (let index = 0; index <= 1_000; index += 1) scopes.holdForRun(`run ${index}`, () => [lookUp(`run ${index}`)])();
  expect(['under way', 'run 0', 'run 1', 'run 1000'].map((runId) => found(scopes, ofStep(runId)))).toEqual([
    ['under way'],
    [],
    ['run 1'],
    ['run 1000'],
  ]);
});

it('keeps what the last thousand sessions were made with, and those without any take no place', () => {
  const scopes = new ToolScopes(noSessions);
  for (let index = 0; index <= 1_000; index += 1) scopes.keepForSession(`session ${index}`, [lookUp(`session ${index}`)]);
  for (let index = 0; index < 1_000; index += 1) scopes.keepForSession(`plain ${index}`, []);
  const of = (sessionId: string) => found(scopes, { sessionId, metadata: {} });
  expect(['session 0', 'session 1', 'plain 1'].map(of)).toEqual([[], ['session 1'], []]);
});

it('prefers what a run is given as it goes on to what it was given before, and still has the rest', () => {
  const scopes = new ToolScopes(noSessions);
  const other = tool({ name: 'other', description: 'other', inputSchema: z.object({}) }, () => '');
  scopes.holdForRun('run', () => [lookUp('before'), other])();
  const release = scopes.holdForRun('run', () => [lookUp('now')]);
  expect(found(scopes, ofStep('run'))).toEqual(['now', 'other']);
  release();
  scopes.holdForRun('run');
  expect(found(scopes, ofStep('run'))).toEqual(['now', 'other']);
});
