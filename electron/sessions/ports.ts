/** What sessions need from the world: a store, the files of work directories, a model and tools. */
export type * from './ports/files';
export type * from './ports/model';
export type * from './ports/store';
export type * from './ports/tools';
