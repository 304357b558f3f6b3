import { describe, expect, it } from 'vitest';
import { INTERRUPTED_CALL } from '../../../electron/sessions/toolCalls';
import { AppError } from '../../../shared/lib/appError';
import { assistant, echo, result, scene, testTool, toolsOf, user } from './support/scene';
import { calls, scriptedModel, USAGE } from './support/scriptedModel';

describe('a turn that is stopped', () => {
  it('rejects with ABORTED and keeps the text that had arrived', async () => {
    const stop = new AbortController();
    const model = scriptedModel((_request, onText, signal) => {
      onText('Half an ans');
      stop.abort();
      return Promise.reject(signal.reason);
    });
    const { run, conversation } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation()).toEqual([user('Go'), { ...assistant('Half an ans'), interrupted: true }]);
  });

  it('counts what had been used for the piece of a reply, under the model that gave it', async () => {
    const stop = new AbortController();
    const model = scriptedModel((_request, onText, signal, onSpent) => {
      onSpent({ model: 'claude-test', usage: { ...USAGE, outputTokens: 1 } });
      onText('Half');
      stop.abort();
      return Promise.reject(signal.reason);
    });
    const { run, store, facts } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    const usage = { ...USAGE, outputTokens: 1 };
    expect(store.messages('s').at(-1)).toMatchObject({ ...assistant('Half'), interrupted: true, model: 'claude-test', usage });
    expect(facts.filter(({ type }) => type === 'usage')).toEqual([{ type: 'usage', usage, costUsd: 0.5, turn: 1 }]);
    expect(store.get('s')).toMatchObject({ usage, costUsd: 0.5 });
  });

  it('counts what was used also where no word had arrived', async () => {
    const model = scriptedModel((_request, _onText, _signal, onSpent) => {
      onSpent({ model: 'claude-test', usage: USAGE });
      return Promise.reject(new AppError('NETWORK', 'The connection was lost.'));
    });
    const { run, store, conversation } = await scene({ model });
    await expect(run('Go')).rejects.toMatchObject({ code: 'NETWORK' });
    expect(conversation()).toEqual([user('Go'), { role: 'assistant', content: [], interrupted: true }]);
    expect(store.get('s')).toMatchObject({ usage: USAGE, costUsd: 0.5 });
  });

  it('stores nothing of a reply that never began', async () => {
    const model = scriptedModel(() => Promise.reject(new AppError('NETWORK', 'Nothing answers.')));
    const { run, conversation, facts } = await scene({ model });
    await expect(run('Go')).rejects.toMatchObject({ code: 'NETWORK' });
    expect([conversation(), facts]).toEqual([[user('Go')], []]);
  });

  it('counts a whole reply that cannot be used', async () => {
    const { run, store } = await scene({ model: scriptedModel(calls(['same', 'read'], ['same', 'read'])), tools: toolsOf(echo('read')) });
    await expect(run('Go')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(store.get('s')).toMatchObject({ usage: USAGE, costUsd: 0.5 });
  });

  it('rejects with the coded reason of the signal', async () => {
    const stop = new AbortController();
    const model = scriptedModel(() => {
      stop.abort(new AppError('TIMEOUT', 'took too long'));
      return new Promise(() => {});
    });
    const { run } = await scene({ model });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('answers the calls it leaves open, also when a tool ignores the signal', async () => {
    const stop = new AbortController();
    const hanging = testTool('bash', false, () => {
      stop.abort();
      return new Promise(() => {});
    });
    const model = scriptedModel(calls(['a', 'read'], ['b', 'bash'], ['c', 'read']));
    const { run, conversation, facts } = await scene({ model, tools: toolsOf(echo('read'), hanging) });
    await expect(run('Go', { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation().slice(2)).toEqual([
      result('a', 'read done'),
      result('b', INTERRUPTED_CALL, true),
      result('c', INTERRUPTED_CALL, true),
    ]);
    expect(facts.filter((fact) => fact.type === 'tool.done').map(({ callId, isError }) => [callId, isError])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
    ]);
  });

  it('starts nothing when the signal has fired before', async () => {
    const { run, conversation } = await scene({ model: scriptedModel() });
    await expect(run('Go', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation()).toEqual([]);
  });
});
