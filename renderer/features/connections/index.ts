export { followSkills } from './followSkills';
export { ServerList } from './ServerList';
