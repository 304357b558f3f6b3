import type { Migration } from '../migrate';
import { initial } from './0001-initial';

/** In order, without gaps. */
export const MIGRATIONS: readonly Migration[] = [initial];
