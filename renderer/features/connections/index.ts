export { followSkills } from './followSkills';
export { ServerList } from './ServerList';
export { ServerLogView } from './ServerLogView';
