import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths, addYears } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { familyKey, givenKey } from '../people/name-keys.js';
import type { Dice, Rows } from './bulk.js';

/** Names that no living household is meant by: common ones, put together by chance. */
const FAMILY = (
  'Adel Alvarez Amrani Aubert Bakary Bamba Barbier Belkacem Benali Bernard Boucher Camara Caron Chevalier Cissé Colin Coulibaly Da-Silva ' +
  'Dembélé Diallo Diarra Dubois Dumont El-Amrani Fall Faure Fernandes Fofana Garnier Gauthier Haddad Hamidi Henry Ibrahim Jacob Kaba Kanté Keita ' +
  'Lacroix Lambert Leclerc Legrand Lopez Mansouri Marchand Martin Mendes Meunier Morel Nguyen Noël Ouattara Pereira Perrin Petit Pham Rahmani ' +
  'Renard Rey Rousseau Sanogo Saïdi Sissoko Soumaré Tall Touré Traoré Vidal Yilmaz Zidi'
)
  .split(' ')
  .map((name) => name.replace('-', ' '));
const WOMEN =
  'Aïcha Amina Anne Awa Camille Chantal Claire Fatima Fatou Hawa Inès Jeanne Julie Khadija Leïla Lina Marie Mariam Nadia Nathalie Oumou Samira Sarah Yasmina'.split(
    ' ',
  );
const MEN =
  'Abdel Ali Amadou Antoine Bakary Boubacar Daniel David Hamid Hugo Ibrahima Jean Karim Louis Lucas Mamadou Michel Mohamed Moussa Omar Paul Saïd Thomas Youssef'.split(
    ' ',
  );

export interface HouseholdShape {
  readonly type: 'single_man' | 'single_woman' | 'single_mother' | 'couple_with_children';
  readonly children: number;
  /** Ages of the adults on the day of the referral. */
  readonly ages: readonly [number, number];
  readonly origin: string;
  readonly income: { kind: string; cents: number };
}

export interface DemoHousehold {
  readonly id: string;
  readonly referencePersonId: string;
  readonly size: number;
  readonly shape: HouseholdShape;
}

/** A synthetic household with its people, where they come from and what they live on. */
export function addHousehold(
  rows: Rows,
  dice: Dice,
  shape: HouseholdShape,
  author: string,
  on: CivilDate,
): DemoHousehold {
  const id = uuidv7();
  const about = { household_id: id, origin_household_id: id };
  const family = dice.of(FAMILY);
  rows.add('households', { id, type: shape.type });
  const people: string[] = [];
  const adults = shape.type === 'couple_with_children' ? 2 : 1;
  for (let index = 0; index < adults + shape.children; index += 1) {
    const isAdult = index < adults;
    const sex =
      index === 0 ? (shape.type === 'single_man' ? 'male' : 'female') : isAdult ? 'male' : dice.of(['female', 'male']);
    const given = dice.of(sex === 'female' ? WOMEN : MEN);
    const age = isAdult ? dice.between(...shape.ages) : dice.between(0, 15);
    const personId = uuidv7();
    people.push(personId);
    rows.add('persons', {
      id: personId,
      ...about,
      family_name: family,
      given_names: given,
      sex,
      birth_date: addDays(addYears(on, -age), -dice.between(1, 360)),
      family_key: familyKey(family),
      given_key: givenKey(given),
      author_organisation_id: author,
    });
    rows.add('household_members', {
      id: uuidv7(),
      ...about,
      person_id: personId,
      role: index === 0 ? 'reference_person' : isAdult ? 'cohabiting_partner' : 'child',
      custody: isAdult ? null : 'resident',
      starts_on: addMonths(on, -6),
    });
    rows.add('residential_situations', {
      id: uuidv7(),
      ...about,
      person_id: personId,
      kind: shape.origin,
      starts_on: addMonths(on, -dice.between(12, 40)),
      author_organisation_id: author,
    });
    if (index === 0) addAdultFile(rows, dice, about, personId, shape, author, on);
  }
  return { id, referencePersonId: people[0]!, size: adults + shape.children, shape };
}

function addAdultFile(
  rows: Rows,
  dice: Dice,
  about: object,
  personId: string,
  shape: HouseholdShape,
  author: string,
  on: CivilDate,
): void {
  // 06 39 98 xx xx is kept by the regulator (ARCEP) for works of fiction.
  const digits = String(dice.between(0, 9999)).padStart(4, '0');
  rows.add('person_contacts', {
    id: uuidv7(),
    ...about,
    person_id: personId,
    phones: [`+33639 98 ${digits}`.replaceAll(' ', '')],
    emails: [],
  });
  rows.add('resources', {
    id: uuidv7(),
    ...about,
    person_id: personId,
    kind: shape.income.kind,
    amount_cents: shape.income.cents + dice.between(-40, 60) * 100,
    starts_on: addMonths(on, -3),
    author_organisation_id: author,
  });
}
