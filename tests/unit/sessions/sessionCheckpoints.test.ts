import { describe, expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { heldModel, settled } from './support/heldModel';
import { managedSessions, named } from './support/managedSessions';
import { SETTINGS } from './support/scene';

const { store, manager, conversation } = managedSessions();

describe('checkpoints', () => {
  it('bring back the conversation and the settings of their moment, and destroy nothing', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.send('a', 'port is 8080');
    const before = await sessions.checkpoints.save('a', 'before-refactor');
    await store.current.update('a', { settings: { ...SETTINGS, model: 'other' } });
    await sessions.send('a', 'rename all');
    const left = await sessions.checkpoints.restore('a', before.id);
    await sessions.send('a', 'which port?');
    expect(conversation('a').map(({ content }) => textOf(content))).toEqual([
      'port is 8080',
      're: port is 8080',
      'which port?',
      're: which port?',
    ]);
    expect(store.current.get('a')?.settings).toEqual(SETTINGS);
    expect(left).toMatchObject({ automatic: true, messageCount: 4, parentId: before.id });
    await sessions.checkpoints.restore('a', left.id);
    expect(conversation('a').map(({ content }) => textOf(content))).toEqual([
      'port is 8080',
      're: port is 8080',
      'rename all',
      're: rename all',
    ]);
  });

  it('know their parent, also after a restart', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.send('a', 'base');
    const baseline = await sessions.checkpoints.save('a', 'baseline');
    await sessions.send('a', 'classes');
    const classes = await sessions.checkpoints.save('a', 'classes');
    await sessions.checkpoints.restore('a', baseline.id);
    await sessions.send('a', 'hooks');
    const hooks = await manager().checkpoints.save('a', 'hooks');
    expect([baseline.parentId, classes.parentId, hooks.parentId]).toEqual([null, baseline.id, baseline.id]);
  });

  it('are not restored while a turn runs', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model);
    await sessions.create(named('a'));
    const { id } = await sessions.checkpoints.save('a', 'start');
    const turn = sessions.send('a', 'x');
    await settled();
    await expect(sessions.checkpoints.restore('a', id)).rejects.toMatchObject({ code: 'BUSY' });
    waiting[0]?.letGo();
    await turn;
  });

  it('can be listed and deleted; unknown ones are NOT_FOUND', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.create(named('b'));
    const { id } = await sessions.checkpoints.save('a', 'start');
    expect(sessions.checkpoints.list('a').map(({ label }) => label)).toEqual(['start']);
    await expect(sessions.checkpoints.restore('b', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sessions.checkpoints.save('a', ' ')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await sessions.checkpoints.delete('a', id);
    await expect(sessions.checkpoints.delete('a', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sessions.checkpoints.list('a')).toEqual([]);
  });
});
