import type { Work } from '../platform/database/work.js';

/** What opens the exact address of a dwelling to an organisation, for example a placement in it. */
export interface AddressSource {
  readonly type: string;
  readonly id: string;
}

/** From now on the organisation may read where the dwelling is, until the source closes it. */
export async function openAddress(
  work: Work,
  dwellingId: string,
  organisationId: string,
  source: AddressSource,
): Promise<void> {
  await work.query('SELECT address_open($1, $2, $3, $4)', [dwellingId, organisationId, source.type, source.id]);
}

export async function closeAddress(work: Work, source: AddressSource): Promise<void> {
  await work.query('SELECT address_close($1, $2)', [source.type, source.id]);
}
