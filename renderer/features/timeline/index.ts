export { DiffLines } from './DiffLines';
export { SessionTimeline } from './SessionTimeline';
export { TimelinePanel } from './TimelinePanel';
export { textDiff } from './textDiff';
export type { TimelinePoint } from './timelinePoints';
