import type { Migration } from '../migrate';
import { initial } from './0001-initial';
import { sessionLife } from './0002-session-life';

/** In order, without gaps. */
export const MIGRATIONS: readonly Migration[] = [initial, sessionLife];
