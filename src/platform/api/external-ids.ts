import { actor, context } from '../context.js';
import type { Record as Noun } from '../database/record.js';
import type { Work } from '../database/work.js';
import { conflict, defineReasons, invalid } from '../errors/failure.js';
import { looksLikeSocialSecurityNumber } from '../nir.js';
import type { ClassOf } from './fields.js';
import { Command, Input } from './inputs.js';
import { Published, tableOf, View } from './published.js';

/**
 * Identifiers of the caller's own: each organisation gives a noun those of its tools, sees only its own, and finds the noun
 * again by them. Unique per organisation, kind of noun and system; the kind is the noun's table.
 */
const SYSTEM = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,59}$/;
const VALUE = /^[\x21-\x7e\u00a1-\u024f](?:[\x20-\x7e\u00a1-\u024f]{0,198}[\x21-\x7e\u00a1-\u024f])?$/;
const MAX_VALUE = 200;
/** Words of no language: it stands in a message of either. */
const VALUE_FORMAT = 'U+0020–U+007E, U+00A1–U+024F';
const MAX = 20;

export const EXTERNAL_ID_REASONS = defineReasons({
  external_id_taken: {
    code: 'conflict',
    title: { fr: 'Identifiant déjà attribué', en: 'Identifier already given' },
    detail: {
      fr: 'Votre organisation a déjà donné cet identifiant à une autre ressource de ce type. Retirez-le d’abord de celle-ci.',
      en: 'Your organisation has already given this identifier to another resource of this kind. Remove it there first.',
    },
  },
});

@View('ExternalId', 'An identifier that the caller’s own tools use')
export class ExternalId {
  @Published.text({ about: 'The tool or register', max: 60, example: 'rent-system', column: false })
  system!: string;

  @Published.text({ about: 'The identifier there', max: 200, example: 'L-0042', column: false })
  value!: string;
}

@Command('ExternalIdInput', 'An identifier of the caller’s own')
export class ExternalIdInput {
  @Input.text({
    about: 'The tool or register',
    max: 60,
    pattern: SYSTEM,
    format: 'A–Z a–z 0–9 . _ : -',
    example: 'rent-system',
  })
  system!: string;

  @Input.text({
    about: 'The identifier there',
    max: MAX_VALUE,
    pattern: VALUE,
    format: VALUE_FORMAT,
    example: 'L-0042',
  })
  value!: string;
}

/** On a noun's property `externalIds`: the caller's own identifiers of it. */
export const ExternalIds = (): PropertyDecorator =>
  Published.many(() => ExternalId, {
    about: 'The caller’s own identifiers of it',
    maxItems: MAX,
    sql: (
      alias,
    ) => `coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value)
      FROM external_ids x WHERE x.consortium_id = ${alias}.consortium_id AND x.subject_id = ${alias}.id
        AND x.organisation_id = (SELECT acting_organisation())), '[]')`,
  });

/** On a command's property `externalIds`: when given, they replace those that the caller gave before. */
export const ExternalIdsInput = (): PropertyDecorator =>
  Input.many(() => ExternalIdInput, {
    about: 'The caller’s own identifiers; replace the earlier ones when given',
    maxItems: MAX,
    optional: true,
  });

export interface OwnIdentifier {
  readonly system: string;
  readonly value: string;
}

/**
 * Replaces the caller's own identifiers of a noun; undefined leaves them. One whose noun is out of the organisation's sight by now
 * is taken from it: nobody could take it back otherwise.
 * @throws external_id_taken (409)
 */
export async function setExternalIds(
  work: Work,
  noun: ClassOf<Noun>,
  id: string,
  given: readonly OwnIdentifier[] | undefined,
): Promise<void> {
  if (given === undefined) return;
  const own = [actor().consortiumId, actor().organisationId, id];
  await work.query(
    `DELETE FROM external_ids WHERE consortium_id = $1 AND organisation_id = $2 AND subject_id = $3`,
    own,
  );
  if (given.length === 0) return;
  const table = tableOf(noun);
  const [taken] = await work.query(
    `WITH given AS (SELECT DISTINCT g.system, g.value FROM unnest($5::text[], $6::text[]) g (system, value)),
     written AS (
       INSERT INTO external_ids AS x (consortium_id, organisation_id, subject_id, subject_type, system, value)
       SELECT $1::uuid, $2::uuid, $3::uuid, $4, g.system, g.value FROM given g
       ON CONFLICT ON CONSTRAINT external_ids_pkey DO UPDATE SET subject_id = EXCLUDED.subject_id
         WHERE $7 AND NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.consortium_id = x.consortium_id AND n.id = x.subject_id)
       RETURNING x.system, x.value)
     SELECT 1 FROM given WHERE (system, value) NOT IN (SELECT w.system, w.value FROM written w) LIMIT 1`,
    // What is out of a caseload may be in the organisation's sight.
    [
      ...own,
      table,
      given.map(({ system }) => system),
      given.map(({ value }) => value),
      actor().caseloadOf === undefined,
    ],
  );
  if (taken) throw conflict(EXTERNAL_ID_REASONS.external_id_taken);
}

/** The noun to which the caller gave this identifier. Twins wait for each other until the transaction ends. */
async function subjectOf(
  work: Work,
  noun: ClassOf<Noun>,
  { system, value }: OwnIdentifier,
): Promise<string | undefined> {
  const key = [actor().consortiumId, actor().organisationId, tableOf(noun), system, value];
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 2))`, [JSON.stringify(key)]);
  const [found] = await work.query<{ id: string }>(
    `SELECT subject_id AS id FROM external_ids
     WHERE consortium_id = $1 AND organisation_id = $2 AND subject_type = $3 AND system = $4 AND value = $5`,
    key,
  );
  return found?.id;
}

/**
 * `PUT …/by-external-id/{system}/{value}`: `put` makes the noun (no id given: 201) or replaces it whole (200) and says its
 * id. Identifiers in the body replace the caller's others, the one in the address always stays.
 */
export async function putByExternalId<T extends Noun>(
  work: Work,
  noun: ClassOf<T>,
  address: OwnIdentifier,
  given: readonly OwnIdentifier[] | undefined,
  put: (id: string | undefined) => Promise<string>,
): Promise<T> {
  const own = checked(address);
  const known = await subjectOf(work, noun, own);
  const id = await put(known);
  context().created = known === undefined;
  if (given !== undefined || known === undefined) await setExternalIds(work, noun, id, [...(given ?? []), own]);
  return work.published(noun, id);
}

/** Whether these are a system and a value that one may give, for rows that no command checks. */
export function isOwnIdentifier(system: unknown, value: unknown): boolean {
  if (typeof system !== 'string' || typeof value !== 'string' || !SYSTEM.test(system)) return false;
  return VALUE.test(value.normalize('NFC')) && !looksLikeSocialSecurityNumber(value);
}

/** The address is a string that no command checked. */
function checked({ system, value }: OwnIdentifier): OwnIdentifier {
  const named = { system: system.normalize('NFC'), value: value.normalize('NFC') };
  if (!SYSTEM.test(named.system)) throw invalid('/system', 'bad_format', { format: 'A–Z a–z 0–9 . _ : -' });
  if (looksLikeSocialSecurityNumber(named.value)) throw invalid('/value', 'social_security_number');
  if (named.value.length > MAX_VALUE) throw invalid('/value', 'text_too_long', { max: MAX_VALUE });
  if (!VALUE.test(named.value)) throw invalid('/value', 'bad_format', { format: VALUE_FORMAT });
  return named;
}
