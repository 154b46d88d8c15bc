import type { Role } from '../platform/access/permissions.js';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import type { Work } from '../platform/database/work.js';
import { OrganisationKind } from './consortia.enums.js';
import { isSiret } from './siret.js';

@Noun(
  'Organisation',
  'organisations',
  'A partner of the consortium: landlord, association, State service, authority, funder, network',
)
export class Organisation extends Record {
  @Published.text({ about: 'Name', max: 200, example: 'Ayyem Zamen' })
  name!: string;

  @Published.code(OrganisationKind, { about: 'Kind of organisation' })
  kind!: OrganisationKind;

  @Published.text({ about: 'SIRET', max: 14, nullable: true, example: '73282932000074' })
  siret!: string | null;

  @Published.text({ about: 'RNA number of an association', max: 10, nullable: true, example: 'W751234567' })
  rna!: string | null;

  @Published.flag({
    about: 'Its name alone can reveal a condition: landlords read “a partner” instead',
    example: false,
  })
  discreet!: boolean;

  @Published.text({
    about: 'Professional contact, shown to partners',
    max: 200,
    nullable: true,
    example: 'contact@ayyem-zamen.example',
  })
  contact!: string | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  /** Changes what is known of it; a SIRET that is not one is refused. */
  describe(known: Partial<Pick<Organisation, 'name' | 'kind' | 'siret' | 'rna' | 'discreet' | 'contact'>>): void {
    if (known.siret && !isSiret(known.siret)) throw invalid('/siret', 'bad_siret');
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }

  /** It is named for a part that asks for one of these roles, held today. @throws unknown_role (422) */
  async demandRole(work: Work, roles: readonly [Role, ...Role[]], pointer: string): Promise<void> {
    const holds = 'SELECT 1 FROM unnest($2::text[]) role WHERE role_until($1, role) IS NOT NULL LIMIT 1';
    const [held] = await work.query(holds, [this.id, roles]);
    if (!held) throw invalid(pointer, 'unknown_role', { role: roles[0] });
  }
}
