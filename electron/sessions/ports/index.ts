/** What sessions need from the world: a store, the files of work directories, a model and tools. */
export type * from './files';
export type * from './model';
export type * from './store';
export type * from './tools';
