export { SessionTimeline } from './SessionTimeline';
export { TimelinePanel } from './TimelinePanel';
export type { TimelinePoint } from './timelinePoints';
