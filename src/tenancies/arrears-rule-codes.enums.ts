import { enumeration } from '../platform/api/enumeration.js';
import type { Words } from '../platform/errors/failure.js';

/**
 * What the rules of the law and of the field are called. A label names what is asked, never by how much: that is a parameter,
 * which a consortium may have replaced.
 */
export const ArrearsRuleCode = enumeration(
  'ArrearsRuleCode',
  { fr: 'Règle d’impayé', en: 'Rule of arrears' },
  {
    apl_rental_gross: {
      fr: 'Impayé d’aide au logement : dette comparée au loyer et aux charges bruts',
      en: 'Housing-benefit arrears: debt against rent and charges before benefit',
    },
    apl_rental_net: {
      fr: 'Impayé d’aide au logement : dette comparée au loyer et aux charges, aide déduite',
      en: 'Housing-benefit arrears: debt against rent and charges less the benefit',
    },
    apl_residence_net: {
      fr: 'Impayé d’aide au logement en résidence : dette comparée à la redevance, aide déduite',
      en: 'Housing-benefit arrears in a residence: debt against the fee less the benefit',
    },
    apl_rental_amount: {
      fr: 'Impayé d’aide au logement : montant de la dette',
      en: 'Housing-benefit arrears: amount of the debt',
    },
    apl_rental_default: {
      fr: 'Impayé d’aide au logement : durée depuis le premier impayé',
      en: 'Housing-benefit arrears: time since the first default',
    },
    apl_residence_amount: {
      fr: 'Impayé d’aide au logement en résidence : montant de la dette',
      en: 'Housing-benefit arrears in a residence: amount of the debt',
    },
    apl_residence_default: {
      fr: 'Impayé d’aide au logement en résidence : durée depuis le premier impayé',
      en: 'Housing-benefit arrears in a residence: time since the first default',
    },
    residence_unpaid_terms: {
      fr: 'Fin de contrat en résidence : termes consécutifs totalement impayés',
      en: 'End of a residence’s contract: consecutive terms wholly unpaid',
    },
    residence_partial_debt: {
      fr: 'Fin de contrat en résidence : dette après des paiements partiels',
      en: 'End of a residence’s contract: debt after payments in part',
    },
    ccapex_unpaid_months: {
      fr: 'Signalement à la CCAPEX : mois consécutifs impayés',
      en: 'Report to the CCAPEX: consecutive months unpaid',
    },
    ccapex_two_rents: {
      fr: 'Signalement à la CCAPEX : dette comparée au loyer hors charges',
      en: 'Report to the CCAPEX: debt against the rent without charges',
    },
    early_first_default: { fr: 'Prévention : premier impayé', en: 'Prevention: first default' },
    early_one_month: {
      fr: 'Prévention : dette comparée au loyer et aux charges',
      en: 'Prevention: debt against rent and charges',
    },
    early_aid_interrupted: {
      fr: 'Prévention : aide au logement interrompue',
      en: 'Prevention: housing benefit interrupted',
    },
  },
);

/** The label of a rule; of one that a consortium added, that it did, and its code. */
export function ruleLabel(code: string): Words {
  const labels: Readonly<Record<string, Words>> = ArrearsRuleCode.labels;
  return (
    (Object.hasOwn(labels, code) ? labels[code] : undefined) ?? {
      fr: `Règle du consortium (${code})`,
      en: `Rule of the consortium (${code})`,
    }
  );
}
