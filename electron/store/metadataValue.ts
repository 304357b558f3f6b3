import type { SessionMetadata } from '../../shared/session/session';

/**
 * SQL for one value of a session's metadata. Most sessions have none of these, which is quickly seen; a row whose metadata are damaged counts as
 * having none, so that it stops no statement that looks at others as well.
 */
export function metadataValue(name: keyof SessionMetadata & `parent${string}`): string {
  return `CASE WHEN metadata LIKE '%"${name}"%' AND json_valid(metadata) THEN metadata ->> '$.${name}' END`;
}
