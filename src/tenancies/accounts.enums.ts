import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const AidKind = enumeration(
  'AidKind',
  { fr: 'Aide au logement', en: 'Housing benefit' },
  {
    apl: { fr: 'APL', en: 'APL' },
    alf: { fr: 'ALF', en: 'ALF' },
    als: { fr: 'ALS', en: 'ALS' },
  },
);
export type AidKind = CodeOf<typeof AidKind>;

export const AidPayee = enumeration(
  'AidPayee',
  { fr: 'Destinataire de l’aide', en: 'To whom the benefit is paid' },
  {
    tenant: { fr: 'Le locataire', en: 'The tenant' },
    landlord: { fr: 'Le bailleur (tiers payant)', en: 'The landlord (direct payment)' },
  },
);
export type AidPayee = CodeOf<typeof AidPayee>;

export const EntryKind = enumeration(
  'EntryKind',
  { fr: 'Nature de l’écriture', en: 'Kind of a ledger entry' },
  {
    due: { fr: 'Échéance', en: 'Due' },
    payment: { fr: 'Paiement', en: 'Payment' },
    benefit: { fr: 'Aide au logement', en: 'Housing benefit' },
    aid: { fr: 'Aide (FSL, secours)', en: 'Aid (FSL, relief)' },
    adjustment: { fr: 'Régularisation', en: 'Adjustment' },
    waiver: { fr: 'Abandon de créance', en: 'Waiver' },
    reversal: { fr: 'Contre-passation', en: 'Reversal' },
  },
);
export type EntryKind = CodeOf<typeof EntryKind>;

export const EntryLabel = enumeration(
  'EntryLabel',
  { fr: 'Objet de l’écriture', en: 'What a ledger entry is for' },
  {
    rent: { fr: 'Loyer', en: 'Rent' },
    charges: { fr: 'Charges', en: 'Charges' },
    services: { fr: 'Prestations', en: 'Services' },
    rls: { fr: 'Réduction de loyer de solidarité', en: 'Solidarity rent reduction (RLS)' },
    housing_benefit: { fr: 'Aide au logement', en: 'Housing benefit' },
    tenant_payment: { fr: 'Paiement du locataire', en: 'Payment by the tenant' },
    guarantee: { fr: 'Garantie', en: 'Guarantee' },
    fsl: { fr: 'FSL', en: 'FSL' },
    opening_balance: { fr: 'Solde repris', en: 'Balance brought forward' },
    charges_settlement: { fr: 'Régularisation de charges', en: 'Settlement of charges' },
    exit_repairs: { fr: 'Réparations locatives', en: 'Exit repairs' },
    deposit: { fr: 'Dépôt de garantie', en: 'Deposit' },
    write_off: { fr: 'Créance abandonnée', en: 'Debt written off' },
    rejected_payment: { fr: 'Paiement rejeté', en: 'Rejected payment' },
    correction: { fr: 'Correction', en: 'Correction' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type EntryLabel = CodeOf<typeof EntryLabel>;

export const AccountKnowledge = enumeration(
  'AccountKnowledge',
  { fr: 'Ce que l’on sait du compte', en: 'How much is known of an account' },
  {
    current: { fr: 'À jour', en: 'Up to date' },
    stale: { fr: 'Sans nouvelles du bailleur depuis un mois', en: 'Nothing heard of the lessor for a month' },
    nothing_known: { fr: 'Rien n’est connu', en: 'Nothing is known' },
  },
);
export type AccountKnowledge = CodeOf<typeof AccountKnowledge>;

/** What a lessor may send; a reversal names the entry that it reverses, at that entry. */
export const SentEntryKind = enumeration(
  'SentEntryKind',
  { fr: 'Nature d’une écriture envoyée', en: 'Kind of an entry that is sent' },
  {
    due: EntryKind.labels.due,
    payment: EntryKind.labels.payment,
    benefit: EntryKind.labels.benefit,
    aid: EntryKind.labels.aid,
    adjustment: EntryKind.labels.adjustment,
    waiver: EntryKind.labels.waiver,
  },
);
export type SentEntryKind = CodeOf<typeof SentEntryKind>;

/** What an entry is for, unless it says so. */
export const LABEL_OF: Readonly<Record<SentEntryKind, EntryLabel>> = {
  due: 'rent',
  payment: 'tenant_payment',
  benefit: 'housing_benefit',
  aid: 'fsl',
  adjustment: 'correction',
  waiver: 'write_off',
};

export const ImportMode = enumeration(
  'ImportMode',
  { fr: 'Que faire d’un lot qui a des lignes refusées', en: 'What to do with a file that has refused lines' },
  {
    atomic: { fr: 'Tout ou rien', en: 'All or nothing' },
    partial: { fr: 'Enregistrer les bonnes lignes', en: 'Record the good lines' },
  },
);
export type ImportMode = CodeOf<typeof ImportMode>;
