import type { Migration } from '../migrate';

/** The permission rules that a run was given, which hold for all of its life; none where it was given none. */
export const runRules: Migration = {
  version: 4,
  name: '0004-run-rules',
  up(db) {
    db.exec('ALTER TABLE run_inputs ADD COLUMN permissions ANY');
  },
};
