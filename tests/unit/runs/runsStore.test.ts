import { afterEach, describe, expect, it } from 'vitest';
import { closeTab, openTab, runsStore, setActiveDocument, shownRunId, showRun } from '../../../renderer/features/runs/runsStore';

const empty = runsStore.getInitialState();
afterEach(() => runsStore.setState(empty, true));

const shown = () => shownRunId(runsStore.getState());

describe('the run in front', () => {
  it('is the one its document shows', () => {
    setActiveDocument('doc-1');
    showRun('run_1');
    setActiveDocument('doc-2');
    expect(shown()).toBeNull();
    setActiveDocument('doc-1');
    expect(shown()).toBe('run_1');
    showRun(null);
    expect(shown()).toBeNull();
  });

  it('is the old run opened last, until a document comes back to the front', () => {
    setActiveDocument('doc-1');
    showRun('run_1');
    openTab({ kind: 'run', id: 'run_0' });
    expect(shown()).toBe('run_0');
    setActiveDocument('doc-1');
    expect(shown()).toBe('run_1');
  });

  it('is none while a session is in front', () => {
    setActiveDocument('doc-1');
    showRun('run_1');
    openTab({ kind: 'session', id: 'ses_1' });
    expect(shown()).toBeNull();
  });
});

describe('reader tabs', () => {
  it('open once each and come to the front again', () => {
    openTab({ kind: 'run', id: 'run_1' });
    openTab({ kind: 'session', id: 'ses_1', title: 'Look' });
    openTab({ kind: 'run', id: 'run_1' });
    expect(runsStore.getState().tabs.map(({ id }) => id)).toEqual(['run_1', 'ses_1']);
    expect(runsStore.getState().front?.id).toBe('run_1');
  });

  it('close from behind without changing what is in front', () => {
    openTab({ kind: 'run', id: 'run_1' });
    openTab({ kind: 'run', id: 'run_2' });
    closeTab({ kind: 'run', id: 'run_1' });
    expect(shown()).toBe('run_2');
    closeTab({ kind: 'run', id: 'run_2' });
    expect(shown()).toBeNull();
  });
});
