export { isTurnLive, stopTurns } from './followTurns';
export { PruneDialog } from './PruneDialog';
export { SessionsView } from './SessionsView';
export { SessionView } from './SessionView';
export { openSessionAt } from './sessionActions';
export { sessionCommands } from './sessionCommands';
export { sessionsStore } from './sessionsStore';
