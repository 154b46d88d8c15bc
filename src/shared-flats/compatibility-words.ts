import type { Locale } from '../platform/context.js';
import type { Point } from './compatibility.js';

/** Why a point fits, differs or is unknown. Counts, never who. */
const WORDS: Readonly<Record<string, Record<Locale, string>>> = {
  nothing_recorded: { fr: 'Rien n’est enregistré pour ce ménage.', en: 'Nothing is recorded of this household.' },
  language_unknown: {
    fr: 'Les langues du ménage ou des résidents ne sont pas enregistrées.',
    en: 'The languages of the household or of the residents are not recorded.',
  },
  language_shared: {
    fr: 'Une langue en commun avec {count} résident(s) sur {of} dont les langues sont connues.',
    en: 'A language in common with {count} of {of} resident(s) whose languages are known.',
  },
  language_none: {
    fr: 'Aucune langue en commun avec les {of} résident(s) dont les langues sont connues.',
    en: 'No language in common with the {of} resident(s) whose languages are known.',
  },
  smoking_unknown: { fr: 'Tabac : non renseigné pour le ménage.', en: 'Smoking is not recorded of the household.' },
  does_not_smoke: { fr: 'Le ménage ne fume pas.', en: 'The household does not smoke.' },
  smokers_there: {
    fr: 'Le ménage souhaite être sans tabac ; {count} résident(s) fument, et ce n’est pas réservé au dehors.',
    en: 'The household wishes no smoke; {count} resident(s) smoke, and not outside only.',
  },
  smoking_outside: {
    fr: 'Le ménage fume ; dans ce domicile on fume dehors seulement.',
    en: 'The household smokes; in this flat one smokes outside only.',
  },
  no_smoke_wished: {
    fr: 'Le ménage fume ; {count} résident(s) souhaitent être sans tabac.',
    en: 'The household smokes; {count} resident(s) wish no smoke.',
  },
  smoking_allowed: { fr: 'Le ménage fume ; c’est admis ici.', en: 'The household smokes; it is allowed here.' },
  flat_smoking_unknown: {
    fr: 'Le ménage fume ; l’usage du domicile n’est pas enregistré.',
    en: 'The household smokes; what the flat allows is not recorded.',
  },
  animals_unknown: { fr: 'Animaux : non renseigné pour le ménage.', en: 'Animals are not recorded of the household.' },
  has_no_animals: { fr: 'Le ménage n’a pas d’animaux.', en: 'The household has no animals.' },
  animals_there: {
    fr: 'Le ménage souhaite être sans animaux ; {count} résident(s) en ont.',
    en: 'The household wishes no animals; {count} resident(s) have some.',
  },
  animals_not_allowed: {
    fr: 'Le ménage a un animal ; ce domicile n’en admet pas.',
    en: 'The household has an animal; this flat allows none.',
  },
  no_animals_wished: {
    fr: 'Le ménage a un animal ; {count} résident(s) souhaitent ne pas en avoir près d’eux.',
    en: 'The household has an animal; {count} resident(s) wish none.',
  },
  animals_allowed: {
    fr: 'Le ménage a un animal ; c’est admis ici.',
    en: 'The household has an animal; it is allowed here.',
  },
  flat_animals_unknown: {
    fr: 'Le ménage a un animal ; l’usage du domicile n’est pas enregistré.',
    en: 'The household has an animal; what the flat allows is not recorded.',
  },
  climbs_stairs: { fr: 'Les escaliers ne sont pas une difficulté.', en: 'Stairs are no difficulty.' },
  step_free: { fr: 'On entre dans ce domicile sans escalier.', en: 'One gets into this flat without stairs.' },
  stairs_unknown: {
    fr: 'Escaliers : non renseigné pour le ménage ou pour le domicile.',
    en: 'Stairs are not recorded of the household or of the flat.',
  },
  stairs_difficult: {
    fr: 'Les escaliers sont une difficulté, et ce domicile en a.',
    en: 'Stairs are a difficulty, and this flat has some.',
  },
  no_wishes: { fr: 'Aucun souhait n’est enregistré.', en: 'No wish is recorded.' },
  wishes_elsewhere: {
    fr: 'Les souhaits enregistrés sont examinés aux points ci-dessus.',
    en: 'The wishes recorded are looked at in the points above.',
  },
  language_with_all: {
    fr: 'Le souhait d’une langue en commun avec chaque résident est respecté.',
    en: 'The wish for a language in common with each resident is met.',
  },
  language_not_with_all: {
    fr: 'Le ménage souhaite une langue en commun ; avec {count} résident(s) il n’y en a pas de connue.',
    en: 'The household wishes a language in common; with {count} resident(s) none is known.',
  },
};

export function explain({ because, params = {} }: Point, locale: Locale): string {
  const words = WORDS[because];
  if (!words) throw new Error(`No words for ${because}`);
  return words[locale].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
}
