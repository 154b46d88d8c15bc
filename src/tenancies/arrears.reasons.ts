import { defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

defineReasons({
  arrears_case_over: {
    code: 'conflict',
    title: { fr: 'Dossier terminé', en: 'Case over' },
    detail: {
      fr: 'Ce dossier est terminé depuis le {closedOn}. Un nouvel impayé en ouvre un autre.',
      en: 'This case has been over since {closedOn}. New arrears open another.',
    },
  },
  plan_under_way: {
    code: 'conflict',
    title: { fr: 'Plan déjà en cours', en: 'Plan under way' },
    detail: {
      fr: 'Un plan est déjà proposé ou en cours. Abandonnez-le d’abord (`/plan/withdrawal`).',
      en: 'A plan is already proposed or active. Withdraw it first (`/plan/withdrawal`).',
    },
  },
  no_plan_proposed: {
    code: 'conflict',
    title: { fr: 'Aucun plan proposé', en: 'No plan proposed' },
    detail: { fr: 'Proposez d’abord un plan (`/plan`).', en: 'Propose a plan first (`/plan`).' },
  },
  no_plan_under_way: {
    code: 'conflict',
    title: { fr: 'Aucun plan', en: 'No plan' },
    detail: {
      fr: 'Ce dossier n’a ni plan proposé ni plan en cours. Proposez-en un d’abord (`/plan`).',
      en: 'This case has no plan, proposed or active. Propose one first (`/plan`).',
    },
  },
  plan_too_long: {
    code: 'conflict',
    title: { fr: 'Plan trop long', en: 'Plan too long' },
    detail: {
      fr: 'Hors décision du juge ou surendettement, un plan dure au plus {most} mois ; celui-ci en durerait {months}. Augmentez la mensualité.',
      en: 'Unless a judge or over-indebtedness grants more, a plan lasts at most {most} months; this one would last {months}. Raise the instalment.',
    },
  },
  nothing_to_repay: {
    code: 'conflict',
    title: { fr: 'Rien à apurer', en: 'Nothing to repay' },
    detail: {
      fr: 'Le compte ne doit rien aujourd’hui. Un plan se propose pour une dette inscrite au compte, ou pour celle que vous donnez (`debtCents`).',
      en: 'The account owes nothing today. A plan is proposed for a debt that the account has, or for the one that you give (`debtCents`).',
    },
  },
  arrears_constituted: {
    code: 'conflict',
    title: { fr: 'Impayé constitué', en: 'Arrears constituted' },
    detail: {
      fr: 'Tant que l’occupation est en cours et que la dette constituée par la règle « {rule} » n’est pas soldée, le dossier reste ouvert : il protège aussi l’occupant. Il se clôt de lui-même quand la dette est réglée.',
      en: 'As long as the tenancy is in force and the debt constituted by the rule “{rule}” is not cleared, the case stays open: it protects the tenant too. It ends by itself when the debt is cleared.',
    },
  },
  rule_of_law: {
    code: 'conflict',
    title: { fr: 'Règle de droit', en: 'A rule of law' },
    detail: {
      fr: 'Un consortium n’écarte pas une règle de droit : elle protège aussi l’occupant. Ses niveaux d’alerte précoces, il peut les écarter.',
      en: 'A consortium does not set a rule of law aside: it protects the tenant too. Its early levels it may set aside.',
    },
  },
  rule_of_law_lower_only: {
    code: 'conflict',
    title: { fr: 'Règle de droit affaiblie', en: 'A rule of law weakened' },
    detail: {
      fr: 'De cette règle de droit, un consortium ne peut que réduire le seuil ou le délai, pour agir plus tôt. Donnez au plus la valeur de la loi en vigueur ce jour-là (`/v1/arrears-rules`).',
      en: 'Of this rule of law a consortium may only lower the threshold or the delay, to act sooner. Give at most the value of the law in force on that day (`/v1/arrears-rules`).',
    },
  },
  rule_of_law_raise_only: {
    code: 'conflict',
    title: { fr: 'Règle de droit affaiblie', en: 'A rule of law weakened' },
    detail: {
      fr: 'De cette règle de droit, qui protège l’occupant par son délai, un consortium ne peut qu’allonger le délai. Donnez au moins la valeur de la loi en vigueur ce jour-là (`/v1/arrears-rules`).',
      en: 'Of this rule of law, which protects the tenant by its delay, a consortium may only lengthen the delay. Give at least the value of the law in force on that day (`/v1/arrears-rules`).',
    },
  },
  rule_of_law_fixed: {
    code: 'conflict',
    title: { fr: 'Règle de droit', en: 'A rule of law' },
    detail: {
      fr: 'La valeur de cette règle de droit n’est pas au choix d’un consortium. Ajoutez plutôt un niveau d’alerte précoce, d’après une règle `early_…` ; `latitude` dit ce qui peut changer.',
      en: 'The value of this rule of law is not a consortium’s to choose. Add an early level instead, made like an `early_…` rule; `latitude` says what may change.',
    },
  },
  rule_from_taken: {
    code: 'conflict',
    title: { fr: 'Une version commence ce jour-là', en: 'A version begins on that day' },
    detail: {
      fr: 'Cette règle a déjà une version à partir de ce jour. Choisissez-en un autre.',
      en: 'This rule already has a version from that day. Choose another.',
    },
  },
});

defineInputCodes({
  proceeds_because: {
    fr: 'Un plan, un accompagnement ou la trêve hivernale s’y oppose ce jour-là : donnez le motif.',
    en: 'A plan, support or the winter truce speaks against it on that day: give the reason.',
  },
  not_an_early_rule: {
    fr: 'Un niveau précoce est fait d’après une règle précoce (`early_…`), qui ne constitue rien.',
    en: 'An early level is made like an early rule (`early_…`), which constitutes nothing.',
  },
  one_of_both: { fr: 'Donnez l’un ou l’autre.', en: 'Give one or the other.' },
});
