/** Entry: the host in plain Node, with the renderer over loopback. `stepgraph serve` and the end-to-end tests start it. */
export { type Headless, type HeadlessOptions, startHeadless } from './host/startHeadless';
