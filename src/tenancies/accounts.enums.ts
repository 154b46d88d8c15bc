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
