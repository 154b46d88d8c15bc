import { inner } from './support.js';

/**
 * How a collection's entries follow its view `<collection>_seen`, for `feed_write`, which holds the locks. Static, so that a connection
 * plans it once: to plan the view costs ten times what a write of one noun does.
 */
export function feedOf(collection: string): string[] {
  const signature = `feed_write_${collection}(uuid[])`;
  return [
    `CREATE FUNCTION feed_write_${collection}(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       tenant uuid := acting_consortium();
     BEGIN
       INSERT INTO feed AS f (consortium_id, viewer_id, collection, subject_id, household_id, xid, entry)
       SELECT s.consortium_id, s.viewer_id, '${collection}', s.subject_id, s.household_id, pg_current_xact_id(), s.entry
       FROM ${collection}_seen s WHERE s.consortium_id = tenant AND s.subject_id = ANY (ids)
       ORDER BY s.viewer_id, s.subject_id
       ON CONFLICT (consortium_id, collection, viewer_id, subject_id) DO UPDATE
         SET xid = excluded.xid, entry = excluded.entry, household_id = excluded.household_id, version = f.version + 1,
             removed_reason = NULL, merged_into = NULL, removed_at = NULL, changed_at = now()
         WHERE f.entry IS DISTINCT FROM excluded.entry;
       UPDATE feed f SET entry = NULL, removed_reason = CASE WHEN EXISTS (SELECT 1 FROM ${collection} n WHERE n.consortium_id = f.consortium_id
           AND n.id = f.subject_id) THEN 'no_longer_yours' ELSE 'deleted' END,
         removed_at = now(), changed_at = now(), xid = pg_current_xact_id(), version = f.version + 1
       WHERE f.consortium_id = tenant AND f.collection = '${collection}' AND f.subject_id = ANY (ids) AND f.removed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM ${collection}_seen s WHERE s.consortium_id = f.consortium_id AND s.subject_id = f.subject_id
           AND s.viewer_id = f.viewer_id);
     END $$`,
    ...inner(signature),
    `ALTER FUNCTION ${signature} SET plan_cache_mode = force_generic_plan`,
  ];
}
