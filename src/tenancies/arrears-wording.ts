import { Temporal } from 'temporal-polyfill';
import type { CivilDate } from '../platform/clock.js';
import type { Locale } from '../platform/context.js';
import {
  EndsWhen,
  NextStep,
  RuleActor,
  RuleBase,
  RuleConfidence,
  RuleOperator,
  RuleUnit,
} from './arrears-rules.enums.js';
import { ArrearsLevel } from './arrears.enums.js';
import type { ArrearsFinding, ArrearsInputs, ArrearsNextStepEntry } from './arrears-explanation.views.js';

type Finding = Omit<ArrearsFinding, 'text'>;
type Step = Omit<ArrearsNextStepEntry, 'text'>;

const EURO: Record<Locale, Intl.NumberFormat> = {
  fr: new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }),
  en: new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }),
};

export function money(cents: number, locale: Locale): string {
  return EURO[locale].format(cents / 100);
}

export function dayIn(date: CivilDate, locale: Locale): string {
  const { year, month, day } = Temporal.PlainDate.from(date);
  const two = (number: number): string => String(number).padStart(2, '0');
  return locale === 'fr' ? `${two(day)}/${two(month)}/${year}` : `${day} ${MONTHS[month - 1]} ${year}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const days = (date: CivilDate, [fr, en]: readonly [string, string], locale: Locale): string =>
  `${locale === 'fr' ? fr : en}${dayIn(date, locale)}`;

/** “more than 450 €”, “at least 200 % of rent and charges, that is 400 €”. */
function threshold({ operator, base, percent, thresholdCents }: Finding, locale: Locale): string {
  const cents = money(thresholdCents ?? 0, locale);
  const limit = operator === null ? '' : `${RuleOperator.labels[operator][locale].toLowerCase()} `;
  if (percent === null || base === null) return `${limit}${cents}`;
  return `${limit}${cents} (${percent} % : ${RuleBase.labels[base][locale].toLowerCase()})`;
}

function quantityOf({ quantity, unit }: Finding, locale: Locale): string {
  return `${quantity ?? 0} ${unit === null ? '' : RuleUnit.labels[unit][locale].toLowerCase()}`.trim();
}

/** What was compared with what. */
function measured(finding: Finding, inputs: ArrearsInputs, locale: Locale): string {
  const fr = locale === 'fr';
  const debt = `${fr ? 'Dette de' : 'Debt of'} ${money(inputs.debtCents, locale)}`;
  switch (finding.measure) {
    case 'debt':
      return `${debt}${fr ? ', seuil : ' : ', threshold: '}${threshold(finding, locale)}.`;
    case 'since_default': {
      if (!inputs.firstDefaultOn) return `${debt}.`;
      const since = days(
        inputs.firstDefaultOn,
        [' sans interruption depuis le ', ' without interruption since '],
        locale,
      );
      const delay =
        (finding.quantity ?? 0) > 0 ? `${fr ? ', délai : ' : ', delay: '}${quantityOf(finding, locale)}` : '';
      return `${debt}${since}${delay}.`;
    }
    case 'unpaid_terms': {
      const many = `${inputs.wholeTermsUnpaid} ${fr ? 'terme(s) de suite totalement impayé(s)' : 'term(s) in a row wholly unpaid'}`;
      return `${debt}, ${many}${fr ? ', seuil : ' : ', threshold: '}${quantityOf(finding, locale)}.`;
    }
    case 'aid_interrupted':
      return `${debt}${fr ? ', aide au logement interrompue' : ', housing benefit interrupted'}.`;
  }
}

/** The rule by its name, with its text, its version and since when it is in force. */
function cited(finding: Finding, locale: Locale): string {
  const from = days(finding.validFrom, ['en vigueur depuis le ', 'in force since '], locale);
  const label = locale === 'fr' ? `« ${finding.label} »` : `“${finding.label}”`;
  return `${label} (${finding.legalBasis}, version ${finding.ruleVersion}, ${from}).`;
}

/** What nobody has established: said with the finding, never left out. */
function doubts({ confidence, transitionOn, measure, regime }: Finding, locale: Locale): string {
  const fr = locale === 'fr';
  const change =
    transitionOn === null
      ? ''
      : fr
        ? ` Ni échéance ni paiement depuis le changement de règle du ${dayIn(transitionOn, locale)} : son effet sur cette dette n’est pas établi.`
        : ` No due and no payment since the change of rule of ${dayIn(transitionOn, locale)}: its effect on this debt is not established.`;
  const reading = measure === 'since_default' && regime === 'housing_benefit' ? ` ${FIRST_DEFAULT[locale]}` : '';
  const rule = confidence === 'unsure' ? (fr ? ' Règle incertaine.' : ' The rule is unsure.') : '';
  return `${change}${reading}${rule}`;
}

/** The sources speak of a first default still unpaid, or of three months in a row, even in part: both are met by this reading. */
const FIRST_DEFAULT: Record<Locale, string> = {
  fr: 'Le premier impayé est compris comme le premier jour d’une dette jamais soldée depuis : les sources divergent, cette lecture est incertaine.',
  en: 'The first default is read as the first day of a debt never cleared since: sources differ, this reading is unsure.',
};

function concluded(finding: Finding, locale: Locale): string {
  const fr = locale === 'fr';
  const { met, sinceOn, measure } = finding;
  if (!met) {
    const ahead = sinceOn !== null && measure === 'since_default';
    const when = ahead ? days(sinceOn, [' ; le serait le ', '; would be on '], locale) : '';
    return fr ? `Règle non remplie${when}.` : `Rule not met${when}.`;
  }
  const level = ArrearsLevel.labels[finding.level][locale];
  const since = sinceOn === null ? '' : days(sinceOn, [' depuis le ', ' since '], locale);
  return `${level}${since}.`;
}

function ended({ met, endsWhen, payCents }: Finding, locale: Locale): string {
  if (!met) return '';
  const end = `${EndsWhen.labels[endsWhen][locale].toLowerCase()} (${money(payCents, locale)})`;
  return locale === 'fr' ? ` Ce qui y mettrait fin : ${end}.` : ` What would end it: ${end}.`;
}

/** A finding in words: which rule, what was compared, what follows, what is not established, and what would end it. It decides nothing. */
export function wordFinding(finding: Finding, inputs: ArrearsInputs, locale: Locale): string {
  const [rule, what, so] = [cited(finding, locale), measured(finding, inputs, locale), concluded(finding, locale)];
  return `${rule} ${what} ${so}${doubts(finding, locale)}${ended(finding, locale)}`;
}

/** A step in words: what, whose turn, by when or not before. */
export function wordStep(step: Step, locale: Locale): string {
  const fr = locale === 'fr';
  const what = NextStep.labels[step.step][locale];
  const due = step.dueOn
    ? fr
      ? `, au plus tard le ${dayIn(step.dueOn, locale)}`
      : `, by ${dayIn(step.dueOn, locale)}`
    : '';
  const from = step.notBeforeOn
    ? fr
      ? `, pas avant le ${dayIn(step.notBeforeOn, locale)}`
      : `, not before ${dayIn(step.notBeforeOn, locale)}`
    : '';
  const law = step.legalBasis ? ` (${step.legalBasis})` : '';
  const unsure = step.confidence === 'unsure' ? ` ${RuleConfidence.labels.unsure[locale]}.` : '';
  return `${what}${due}${from}. ${RuleActor.labels[step.actor][locale]}${law}.${unsure}`;
}
