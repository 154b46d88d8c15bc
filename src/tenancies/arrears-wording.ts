import { Temporal } from 'temporal-polyfill';
import type { CivilDate } from '../platform/clock.js';
import type { Locale } from '../platform/context.js';
import { EndsWhen, NextStep, RuleActor, RuleConfidence } from './arrears-rules.enums.js';
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

/** What was compared with what. */
function measured({ measure, thresholdCents }: Finding, inputs: ArrearsInputs, locale: Locale): string {
  const fr = locale === 'fr';
  const debt = `${fr ? 'Dette de' : 'Debt of'} ${money(inputs.debtCents, locale)}`;
  switch (measure) {
    case 'debt':
      return `${debt}${fr ? ' pour un seuil de ' : ' against a threshold of '}${money(thresholdCents ?? 0, locale)}`;
    case 'since_default':
      if (!inputs.firstDefaultOn) return debt;
      return `${debt}${fr ? ', premier impayé du ' : ', first default of '}${dayIn(inputs.firstDefaultOn, locale)}`;
    case 'unpaid_terms': {
      const many = inputs.wholeTermsUnpaid;
      return `${debt}, ${many} ${fr ? 'terme(s) de suite totalement impayé(s)' : 'term(s) in a row wholly unpaid'}`;
    }
    case 'aid_interrupted':
      return `${debt}${fr ? ', aide au logement interrompue' : ', housing benefit interrupted'}`;
  }
}

/** A finding in words: what was compared, what follows, by which text, how sure, and what would end it. It decides nothing. */
export function wordFinding(finding: Finding, inputs: ArrearsInputs, locale: Locale): string {
  const fr = locale === 'fr';
  const level = ArrearsLevel.labels[finding.level][locale].toLowerCase();
  const text = `${finding.legalBasis}, version ${finding.ruleVersion}`;
  const said = measured(finding, inputs, locale);
  const unsure = finding.confidence === 'unsure' ? ` ${RuleConfidence.labels.unsure[locale]}.` : '';
  if (!finding.met) {
    const when = finding.sinceOn
      ? fr
        ? ` Le serait le ${dayIn(finding.sinceOn, locale)}.`
        : ` Would be on ${dayIn(finding.sinceOn, locale)}.`
      : '';
    return fr
      ? `${said} : règle non remplie (${text}).${when}${unsure}`
      : `${said}: rule not met (${text}).${when}${unsure}`;
  }
  const since = finding.sinceOn
    ? fr
      ? ` depuis le ${dayIn(finding.sinceOn, locale)}`
      : ` since ${dayIn(finding.sinceOn, locale)}`
    : '';
  const end = `${EndsWhen.labels[finding.endsWhen][locale].toLowerCase()} (${money(finding.payCents, locale)})`;
  return fr
    ? `${said} : ${level}${since} (${text}).${unsure} Ce qui y mettrait fin : ${end}.`
    : `${said}: ${level}${since} (${text}).${unsure} What would end it: ${end}.`;
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
