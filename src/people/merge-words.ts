import type { Words } from '../platform/errors/failure.js';

/** What a merge moves, by its table, as a reader calls it: whatever hangs on a household, of later features too. */
export const MOVED: Readonly<Record<string, Words>> = {
  absences: { fr: 'absences', en: 'absences' },
  alerts: { fr: 'alertes', en: 'alerts' },
  assignments: { fr: 'suivis par un travailleur social', en: 'assignments of workers' },
  attendances: { fr: 'présences aux activités', en: 'attendance of activities' },
  causes: { fr: 'situations à suivre', en: 'matters to follow' },
  deadlines: { fr: 'échéances', en: 'deadlines' },
  disclosures: { fr: 'partages', en: 'disclosures' },
  household_files: { fr: 'dossier du ménage', en: 'file of the household' },
  household_members: { fr: 'composition du ménage', en: 'members of the household' },
  households: { fr: 'ménage', en: 'household' },
  legal_protections: { fr: 'protections juridiques', en: 'legal protections' },
  living_facts: { fr: 'habitudes de vie', en: 'ways of living' },
  occupancies: { fr: 'chambres occupées', en: 'rooms lived in' },
  person_contacts: { fr: 'coordonnées', en: 'contact details' },
  person_profiles: { fr: 'profils des personnes', en: 'profiles of persons' },
  person_protections: { fr: 'personnes masquées', en: 'masked persons' },
  persons: { fr: 'personnes', en: 'persons' },
  placements: { fr: 'placements', en: 'placements' },
  referrals: { fr: 'orientations', en: 'referrals' },
  regular_stay_checks: { fr: 'vérifications du séjour', en: 'checks of the stay' },
  residential_situations: { fr: 'situations résidentielles', en: 'residential situations' },
  resource_summaries: { fr: 'totaux des ressources', en: 'totals of resources' },
  resources: { fr: 'ressources', en: 'resources' },
  stays: { fr: 'séjours', en: 'stays' },
  support_states: { fr: 'accompagnements', en: 'support' },
  tenancies: { fr: 'occupations', en: 'tenancies' },
};

const OTHER: Words = { fr: 'autres données', en: 'other data' };

export function calledInWords(tables: readonly string[]): Words {
  const words = tables.map((table) => MOVED[table] ?? OTHER);
  return { fr: words.map(({ fr }) => fr).join(', '), en: words.map(({ en }) => en).join(', ') };
}
