/** The run `?` with all runs that were started from within it, found through the sessions they belong to. */
export const RUN_FAMILY = `
  WITH RECURSIVE family (number, id) AS (
    SELECT number, id FROM runs WHERE id = ?
    UNION
    SELECT child.number, child.id FROM family
    JOIN sessions ON sessions.run_id = family.id
    JOIN runs AS child ON child.parent_session_id = sessions.id
  )`;
