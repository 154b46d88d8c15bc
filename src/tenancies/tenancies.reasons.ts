import { defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

defineReasons({
  not_the_lessor: {
    code: 'conflict',
    title: { fr: 'Réservé au bailleur', en: 'For the lessor only' },
    detail: {
      fr: 'Seuls le bailleur de cette occupation et son gestionnaire le peuvent. Demandez-le-leur.',
      en: 'Only the lessor of this tenancy and its manager may do so. Ask them.',
    },
  },
  not_your_dwelling: {
    code: 'conflict',
    title: { fr: 'Logement d’un autre bailleur', en: 'Another lessor’s dwelling' },
    detail: {
      fr: 'Le bailleur de l’occupation doit posséder ce logement, le gérer, ou le tenir lui-même d’un bail principal (`headTenancyId`).',
      en: 'The lessor of the tenancy must own this dwelling, manage it, or hold it under a head tenancy (`headTenancyId`).',
    },
  },
  placement_not_moved_in: {
    code: 'conflict',
    title: { fr: 'Le ménage n’est pas entré', en: 'The household has not moved in' },
    detail: {
      fr: 'Une occupation naît d’un placement dont le ménage a les clés et n’est pas reparti : enregistrez d’abord l’entrée.',
      en: 'A tenancy grows out of a placement whose household has the keys and has not left: record the move-in first.',
    },
  },
  placement_has_tenancy: {
    code: 'conflict',
    title: { fr: 'Occupation déjà enregistrée', en: 'Tenancy already recorded' },
    detail: {
      fr: 'Ce placement a déjà donné lieu à une occupation. Modifiez celle-ci, ou terminez-la.',
      en: 'This placement has already given rise to a tenancy. Change that one, or end it.',
    },
  },
  wrong_head_tenancy: {
    code: 'conflict',
    title: { fr: 'Bail principal d’un autre', en: 'Another’s head tenancy' },
    detail: {
      fr: 'Le bail principal doit être en cours, porter sur ce logement et avoir le bailleur de cette occupation pour locataire.',
      en: 'The head tenancy must be in force, of this dwelling, and have this tenancy’s lessor as its tenant.',
    },
  },
  tenancy_fixed: {
    code: 'conflict',
    title: { fr: 'Ce qui ne change pas', en: 'What does not change' },
    detail: {
      fr: '« {property} » d’une occupation ne change pas. Terminez-la et enregistrez la suivante (`/transfer`), ou reprenez la valeur d’origine.',
      en: '“{property}” of a tenancy does not change. End it and record the next one (`/transfer`), or give the value that it has.',
    },
  },
  tenancy_ended: {
    code: 'conflict',
    title: { fr: 'Occupation terminée', en: 'Tenancy ended' },
    detail: {
      fr: 'Cette occupation est terminée depuis le {endedOn}. Son compte reste ouvert ; ses conditions ne changent plus.',
      en: 'This tenancy ended on {endedOn}. Its account stays open; its terms no longer change.',
    },
  },
  no_notice_given: {
    code: 'conflict',
    title: { fr: 'Aucun congé donné', en: 'No notice given' },
    detail: {
      fr: 'Aucun congé n’est enregistré pour cette occupation. Pour changer son terme, enregistrez-la à nouveau avec `endsOn`.',
      en: 'No notice is recorded for this tenancy. To change its term, put it again with `endsOn`.',
    },
  },
  tenancy_not_ended: {
    code: 'conflict',
    title: { fr: 'Occupation en cours', en: 'Tenancy in force' },
    detail: {
      fr: 'Seul le compte d’une occupation terminée se solde. Terminez-la d’abord.',
      en: 'Only the account of an ended tenancy is settled. End it first.',
    },
  },
  account_already_settled: {
    code: 'conflict',
    title: { fr: 'Compte déjà soldé', en: 'Account already settled' },
    detail: {
      fr: 'Ce compte est soldé depuis le {settledOn}. Une écriture qui y laisse une dette le rouvre ; il se solde alors à nouveau.',
      en: 'This account was settled on {settledOn}. An entry that leaves a debt opens it again; then it is settled anew.',
    },
  },
  account_not_balanced: {
    code: 'conflict',
    title: { fr: 'Compte non soldé', en: 'Account not balanced' },
    detail: {
      fr: 'Le solde est de {cents} centimes. Enregistrez le paiement, le remboursement ou l’abandon de créance qui le ramène à zéro.',
      en: 'The balance is {cents} cents. Record the payment, the refund or the waiver that brings it to zero.',
    },
  },
  residents_beneath: {
    code: 'conflict',
    title: { fr: 'Des résidents occupent encore les lieux', en: 'Residents still live there' },
    detail: {
      fr: '{count} titres d’occupation courent encore sous ce bail à cette date. Mettez-y fin d’abord, ou faites-les glisser.',
      en: '{count} agreements still run beneath this lease on that day. End them first, or let them slide.',
    },
  },
  review_not_due: {
    code: 'conflict',
    title: { fr: 'Sans examen contradictoire', en: 'No joint review' },
    detail: {
      fr: 'L’examen contradictoire ne concerne que les occupations sous le bail principal d’un bailleur social.',
      en: 'A joint review concerns only tenancies beneath a social landlord’s head tenancy.',
    },
  },
  review_already_recorded: {
    code: 'conflict',
    title: { fr: 'Examen déjà enregistré', en: 'Review already recorded' },
    detail: {
      fr: 'Un examen contradictoire de ce jour est déjà enregistré pour cette occupation.',
      en: 'A joint review of that day is already recorded for this tenancy.',
    },
  },
  not_a_sliding_lease: {
    code: 'conflict',
    title: { fr: 'Pas un bail glissant', en: 'Not a sliding lease' },
    detail: { fr: 'Seul un bail glissant glisse.', en: 'Only a sliding lease slides.' },
  },
  slide_without_head: {
    code: 'conflict',
    title: { fr: 'Sans bail principal', en: 'No head tenancy' },
    detail: {
      fr: 'Le bail glisse vers le propriétaire du bail principal : enregistrez celui-ci (`headTenancyId`), en cours.',
      en: 'The lease slides to the lessor of the head tenancy: record that one (`headTenancyId`), in force.',
    },
  },
  inventory_already_recorded: {
    code: 'conflict',
    title: { fr: 'État des lieux déjà enregistré', en: 'Inventory already recorded' },
    detail: {
      fr: 'Cette occupation a déjà cet état des lieux. Elle en a un à l’entrée et un à la sortie (`kind`) : enregistrez l’autre, ou les réparations comme régularisation du compte (`/ledger-entries`).',
      en: 'This tenancy already has this inventory. It has one on entry and one on exit (`kind`): record the other, or repairs as an adjustment of the account (`/ledger-entries`).',
    },
  },
  status_not_possible: {
    code: 'conflict',
    title: { fr: 'État impossible', en: 'Status not possible' },
    detail: {
      fr: 'L’état « {status} » ne peut plus changer. Enregistrez une nouvelle garantie (`/guarantees`), ou une nouvelle demande (`/fsl-requests`).',
      en: 'The status “{status}” can no longer change. Record a new guarantee (`/guarantees`), or a new request (`/fsl-requests`).',
    },
  },
  dues_are_computed: {
    code: 'conflict',
    title: { fr: 'Échéances calculées', en: 'Dues are computed' },
    detail: {
      fr: 'Les échéances de cette occupation sont calculées d’après ses conditions : changez celles-ci, ou enregistrez une régularisation.',
      en: 'The dues of this tenancy are computed from its terms: amend those, or record an adjustment.',
    },
  },
  external_id_reused: {
    code: 'conflict',
    title: { fr: 'Identifiant d’une autre écriture', en: 'Identifier of another entry' },
    detail: {
      fr: 'Vous avez déjà envoyé une écriture différente sous cet identifiant. Contre-passez celle-ci, et envoyez la bonne sous un identifiant neuf.',
      en: 'You have already sent a different entry under this identifier. Reverse that one, and send the right one under a new identifier.',
    },
  },
  lines_refused: {
    code: 'invalid',
    title: { fr: 'Lignes refusées', en: 'Lines refused' },
    detail: {
      fr: '{count} ligne(s) refusée(s), rien n’est enregistré ; voir `errors`. Corrigez-les, ou envoyez en mode `partial`.',
      en: '{count} line(s) refused, nothing is recorded; see `errors`. Mend them, or send in mode `partial`.',
    },
  },
  entry_already_reversed: {
    code: 'conflict',
    title: { fr: 'Écriture déjà contre-passée', en: 'Entry already reversed' },
    detail: {
      fr: 'Cette écriture est déjà contre-passée. Enregistrez-la à nouveau si elle était juste.',
      en: 'This entry is already reversed. Record it anew if it was right.',
    },
  },
  entry_is_reversal: {
    code: 'conflict',
    title: { fr: 'C’est une contre-passation', en: 'This is a reversal' },
    detail: {
      fr: 'Une contre-passation ne se contre-passe pas : enregistrez à nouveau l’écriture d’origine.',
      en: 'A reversal is not reversed: record the original entry anew.',
    },
  },
});

defineInputCodes({
  years_of_dues: {
    fr: 'Les échéances se calculent sur {years} ans au plus : donnez `duesStartOn`, et ce qui était dû avant comme solde de départ.',
    en: 'Dues are computed for {years} years at most: give `duesStartOn`, and what was owed before as an opening balance.',
  },
  not_positive: {
    fr: 'Un montant positif est attendu ; seule une régularisation peut être négative.',
    en: 'A positive amount is expected; only an adjustment may be negative.',
  },
  not_the_lessor: {
    fr: 'Seuls le bailleur de cette occupation et son gestionnaire l’envoient.',
    en: 'Only the lessor of this tenancy and its manager send it.',
  },
  dues_are_computed: {
    fr: 'Les échéances de cette occupation sont calculées d’après ses conditions.',
    en: 'The dues of this tenancy are computed from its terms.',
  },
  external_id_reused: {
    fr: 'Vous avez déjà envoyé une écriture différente sous cet identifiant.',
    en: 'You have already sent a different entry under this identifier.',
  },
  one_tenancy: {
    fr: 'Nommez l’occupation par `tenancyId` ou par `tenancyExternalId`, pas les deux.',
    en: 'Name the tenancy by `tenancyId` or by `tenancyExternalId`, not both.',
  },
  bad_identifier: {
    fr: 'Un système et une valeur sont attendus : { system, value }.',
    en: 'A system and a value are expected: { system, value }.',
  },
  external_id_repeated: {
    fr: 'Cet identifiant figure sur une ligne précédente du même envoi.',
    en: 'This identifier stands on an earlier line of the same file.',
  },
  before_tenancy: {
    fr: 'Avant cette occupation : donnez le {start} ou un jour suivant. On paie au plus deux mois avant le premier jour ; on doit au plus tôt du premier du mois.',
    en: 'Before this tenancy: give {start} or a later day. One pays two months before the first day at most, and owes from the first of that month at the earliest.',
  },
  one_tenant: {
    fr: 'Un locataire et un seul : un ménage, une organisation, ou le placement d’un ménage.',
    en: 'One tenant and only one: a household, an organisation, or a household’s placement.',
  },
  wrong_kind: {
    fr: 'Cette forme d’occupation ne le permet pas.',
    en: 'This kind of tenancy does not allow it.',
  },
  aid_incomplete: {
    fr: 'Une aide a une nature et un destinataire : donnez les deux, ou aucun.',
    en: 'A benefit has a kind and a payee: give both, or neither.',
  },
  above_rent: { fr: 'Au plus le loyer.', en: 'At most the rent.' },
});
