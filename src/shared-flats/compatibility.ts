import type { FlatFactsRecord, LivingFacts } from './living-facts.entity.js';
import type { CompatibilityFinding, CompatibilityTopic, FlatSmoking, LivingWish } from './shared-life.enums.js';

export interface Living {
  readonly languages: readonly string[];
  readonly smokes: LivingFacts['smokes'];
  readonly hasAnimals: LivingFacts['hasAnimals'];
  readonly climbsStairs: LivingFacts['climbsStairs'];
  readonly wishes: readonly LivingWish[];
}

export interface FlatLife {
  readonly smoking: FlatSmoking | null;
  readonly animalsAllowed: FlatFactsRecord['animalsAllowed'];
  readonly stepFree: FlatFactsRecord['stepFree'];
}

/** A point, and the key of the sentence that says why, with what it needs (`compatibility-words.ts`). */
export interface Point {
  readonly topic: CompatibilityTopic;
  readonly finding: CompatibilityFinding;
  readonly because: string;
  readonly params?: { readonly [name: string]: string | number };
}

/**
 * What recorded facts say of a household in a flat with its residents, point by point. Nothing is weighed or added up: what is
 * not recorded is said to be unknown, and what differs is for people to talk over.
 */
export function compatibility(flat: FlatLife | null, residents: readonly Living[], candidate: Living | null): Point[] {
  if (!candidate) return TOPICS.map((topic) => ({ topic, finding: 'unknown', because: 'nothing_recorded' }));
  return [
    language(residents, candidate),
    smoking(flat, residents, candidate),
    animals(flat, residents, candidate),
    stairs(flat, candidate),
    wishes(residents, candidate),
  ];
}

const TOPICS: readonly CompatibilityTopic[] = ['language', 'smoking', 'animals', 'stairs', 'wishes'];

function language(residents: readonly Living[], { languages }: Living): Point {
  const topic = 'language';
  const known = residents.filter((one) => one.languages.length > 0);
  if (languages.length === 0 || known.length === 0) return { topic, finding: 'unknown', because: 'language_unknown' };
  const sharing = known.filter((one) => one.languages.some((code) => languages.includes(code))).length;
  const params = { count: sharing, of: known.length };
  return sharing > 0
    ? { topic, finding: 'fits', because: 'language_shared', params }
    : { topic, finding: 'differs', because: 'language_none', params };
}

function smoking(flat: FlatLife | null, residents: readonly Living[], { smokes, wishes: own }: Living): Point {
  const topic = 'smoking';
  if (smokes === null) return { topic, finding: 'unknown', because: 'smoking_unknown' };
  if (!smokes) {
    const smokers = residents.filter((one) => one.smokes).length;
    const bothered = smokers > 0 && own.includes('no_smoke') && flat?.smoking !== 'outside';
    return bothered
      ? { topic, finding: 'differs', because: 'smokers_there', params: { count: smokers } }
      : { topic, finding: 'fits', because: 'does_not_smoke' };
  }
  if (flat?.smoking === 'outside') return { topic, finding: 'differs', because: 'smoking_outside' };
  const bothered = residents.filter((one) => one.wishes.includes('no_smoke')).length;
  if (bothered > 0) return { topic, finding: 'differs', because: 'no_smoke_wished', params: { count: bothered } };
  return flat?.smoking === 'allowed'
    ? { topic, finding: 'fits', because: 'smoking_allowed' }
    : { topic, finding: 'unknown', because: 'flat_smoking_unknown' };
}

function animals(flat: FlatLife | null, residents: readonly Living[], { hasAnimals, wishes: own }: Living): Point {
  const topic = 'animals';
  if (hasAnimals === null) return { topic, finding: 'unknown', because: 'animals_unknown' };
  if (!hasAnimals) {
    const owners = residents.filter((one) => one.hasAnimals).length;
    return owners > 0 && own.includes('no_animals')
      ? { topic, finding: 'differs', because: 'animals_there', params: { count: owners } }
      : { topic, finding: 'fits', because: 'has_no_animals' };
  }
  if (flat?.animalsAllowed === false) return { topic, finding: 'differs', because: 'animals_not_allowed' };
  const bothered = residents.filter((one) => one.wishes.includes('no_animals')).length;
  if (bothered > 0) return { topic, finding: 'differs', because: 'no_animals_wished', params: { count: bothered } };
  return flat?.animalsAllowed
    ? { topic, finding: 'fits', because: 'animals_allowed' }
    : { topic, finding: 'unknown', because: 'flat_animals_unknown' };
}

function stairs(flat: FlatLife | null, { climbsStairs }: Living): Point {
  const topic = 'stairs';
  if (climbsStairs === true) return { topic, finding: 'fits', because: 'climbs_stairs' };
  if (flat?.stepFree === true) return { topic, finding: 'fits', because: 'step_free' };
  if (climbsStairs === null || flat === null || flat.stepFree === null)
    return { topic, finding: 'unknown', because: 'stairs_unknown' };
  return { topic, finding: 'differs', because: 'stairs_difficult' };
}

/** Of wishes about the others, the one that other points do not say: a language in common with each of them. */
function wishes(residents: readonly Living[], { wishes: own, languages }: Living): Point {
  const topic = 'wishes';
  if (own.length === 0) return { topic, finding: 'unknown', because: 'no_wishes' };
  if (!own.includes('common_language')) return { topic, finding: 'fits', because: 'wishes_elsewhere' };
  const apart = residents.filter((one) => !one.languages.some((code) => languages.includes(code))).length;
  return apart === 0
    ? { topic, finding: 'fits', because: 'language_with_all' }
    : { topic, finding: 'differs', because: 'language_not_with_all', params: { count: apart } };
}
