import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons, invalid } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

defineReasons({
  not_the_operator: {
    code: 'conflict',
    title: { fr: 'Réservé à l’opérateur du domicile', en: 'For the operator of the flat only' },
    detail: {
      fr: 'Seul le locataire du bail principal, qui loue les chambres, le peut. Demandez-le-lui.',
      en: 'Only the tenant of the head tenancy, who lets the rooms, may do so. Ask it.',
    },
  },
  not_your_head_tenancy: {
    code: 'conflict',
    title: { fr: 'Bail principal requis', en: 'Head tenancy needed' },
    detail: {
      fr: 'Un domicile partagé repose sur un bail principal en cours dont votre organisation est locataire. Enregistrez-le d’abord.',
      en: 'A shared flat rests on a head tenancy in force of which your organisation is the tenant. Record it first.',
    },
  },
  convention_not_in_force: {
    code: 'conflict',
    title: { fr: 'Convention requise', en: 'Convention needed' },
    detail: {
      fr: 'Aucune convention confirmée entre le bailleur du bail principal et votre organisation ne vaut le {on}. Confirmez-la ou prolongez-la.',
      en: 'No confirmed convention between the lessor of the head tenancy and your organisation holds on {on}. Confirm or extend it.',
    },
  },
  accreditation_not_in_force: {
    code: 'conflict',
    title: { fr: 'Agrément absent ou expiré', en: 'Accreditation missing or expired' },
    detail: {
      fr: 'L’opérateur n’a pas, le {on}, d’agrément d’intermédiation locative ou de gestion locative sociale en cours (dernier jour connu : {until}). Aucune nouvelle entrée avant son renouvellement.',
      en: 'On {on} the operator has no accreditation for rental intermediation or social rental management in force (last day known: {until}). No new occupancy until it is renewed.',
    },
  },
  head_tenancy_ended: {
    code: 'conflict',
    title: { fr: 'Bail principal terminé', en: 'Head tenancy ended' },
    detail: {
      fr: 'Le bail principal de ce domicile est terminé depuis le {endedOn}. Choisissez un autre domicile ou une date antérieure.',
      en: 'The head tenancy of this flat ended on {endedOn}. Choose another flat or an earlier day.',
    },
  },
  resident_elsewhere: {
    code: 'conflict',
    title: { fr: 'Résident déjà logé', en: 'Resident already housed' },
    detail: {
      fr: 'Cette personne vit déjà dans une chambre à cette date. Enregistrez d’abord son départ, ou un changement de chambre ; pour quelqu’un d’autre du ménage, nommez-le (`personId`).',
      en: 'This person already lives in a room on that day. Record the departure first, or a move to another room; for somebody else of the household, name them (`personId`).',
    },
  },
  resident_not_disclosed: {
    code: 'conflict',
    title: { fr: 'Résident qui n’est plus communiqué', en: 'Resident no longer disclosed' },
    detail: {
      fr: 'Ce ménage n’est plus communiqué à votre organisation. Demandez à qui l’accompagne de le lui communiquer à nouveau, ou annulez cette entrée.',
      en: 'This household is no longer disclosed to your organisation. Ask its supporter to disclose it again, or cancel this arrival.',
    },
  },
  resident_promised: {
    code: 'conflict',
    title: { fr: 'Chambre déjà prévue', en: 'Room already planned' },
    detail: {
      fr: 'Une chambre est déjà prévue pour cette personne sur cette période. Annulez cette prévision, ou donnez-lui une fin ; pour quelqu’un d’autre du ménage, nommez-le (`personId`).',
      en: 'A room is already planned for this person in this period. Cancel that plan, or give it an end; for somebody else of the household, name them (`personId`).',
    },
  },
  resident_not_named: {
    code: 'conflict',
    title: { fr: 'Résident à nommer', en: 'Resident to be named' },
    detail: {
      fr: 'Plusieurs personnes de ce ménage peuvent être le résident de cette chambre. Nommez-le (`personId`).',
      en: 'Several people of this household may be the resident of this room. Name the one (`personId`).',
    },
  },
  resident_not_member: {
    code: 'conflict',
    title: { fr: 'Pas du ménage', en: 'Not of the household' },
    detail: {
      fr: 'Le résident est une personne qui fait partie du ménage ce jour-là. Nommez-en une, ou ajoutez-la au ménage d’abord.',
      en: 'The resident is a person who belongs to the household on that day. Name one, or add them to the household first.',
    },
  },
  resident_not_referred: {
    code: 'conflict',
    title: { fr: 'Pas la personne orientée', en: 'Not the person referred' },
    detail: {
      fr: 'Ce placement est celui d’autres personnes du ménage, nommées à l’orientation (`personIds`). Nommez l’une d’elles, ou prévoyez le séjour sans ce placement (`householdId`).',
      en: 'This placement is for other people of the household, named in the referral (`personIds`). Name one of them, or plan the occupancy without this placement (`householdId`).',
    },
  },
  placement_lived_in: {
    code: 'conflict',
    title: { fr: 'Chambre encore habitée', en: 'Room still lived in' },
    detail: {
      fr: 'Le ménage vit dans une chambre d’un domicile partagé. Le placement se termine par son départ, que l’opérateur du domicile enregistre.',
      en: 'The household lives in a room of a shared flat. The placement ends by its departure, which the operator of the flat records.',
    },
  },
  flat_already_open: {
    code: 'conflict',
    title: { fr: 'Domicile déjà ouvert', en: 'Flat already open' },
    detail: {
      fr: 'Ce logement est déjà un domicile partagé. Fermez celui-ci d’abord.',
      en: 'This dwelling is already a shared flat. Close that one first.',
    },
  },
  flat_fixed: {
    code: 'conflict',
    title: { fr: 'Domicile déjà ouvert autrement', en: 'Flat opened otherwise' },
    detail: {
      fr: 'Votre identifiant désigne un domicile ouvert avec une autre valeur de `{property}`, qui ne change pas ainsi (l’accompagnateur : par une passation). Donnez la même, ou un autre identifiant.',
      en: 'Your identifier names a flat that was opened with another `{property}`, which does not change in this way (the supporter: by a handover). Give the same, or another identifier.',
    },
  },
  flat_closed: {
    code: 'conflict',
    title: { fr: 'Domicile fermé', en: 'Flat closed' },
    detail: {
      fr: 'Ce domicile partagé est fermé depuis le {closedOn}. Choisissez un autre domicile ou une date antérieure.',
      en: 'This shared flat has been closed since {closedOn}. Choose another flat or an earlier day.',
    },
  },
  handed_to_the_same: {
    code: 'conflict',
    title: { fr: 'Rien à transmettre', en: 'Nothing to hand over' },
    detail: {
      fr: 'Ce sont déjà l’accompagnant et le référent de ce domicile. Nommez-en un autre.',
      en: 'These already are the supporter and the worker in charge of this flat. Name another.',
    },
  },
  flat_lived_in: {
    code: 'conflict',
    title: { fr: 'Domicile habité', en: 'Flat lived in' },
    detail: {
      fr: 'Des résidents y vivent ou doivent y entrer. Enregistrez leur départ, ou annulez ces entrées.',
      en: 'Residents live there or are to arrive. Record their departure, or cancel what is planned.',
    },
  },
  absence_overlaps: {
    code: 'conflict',
    title: { fr: 'Absences qui se chevauchent', en: 'Overlapping absences' },
    detail: {
      fr: 'Une absence est déjà enregistrée sur cette période. Terminez-la, ou modifiez-la.',
      en: 'An absence is already recorded in this period. End it, or change it.',
    },
  },
  incident_closed: {
    code: 'conflict',
    title: { fr: 'Incident clos', en: 'Incident closed' },
    detail: {
      fr: 'Cet incident est clos depuis le {closedOn}. Déclarez-en un autre s’il recommence.',
      en: 'This incident was closed on {closedOn}. Report another one if it happens again.',
    },
  },
  dwelling_of_open_flat: {
    code: 'conflict',
    title: { fr: 'Domicile partagé ouvert', en: 'Shared flat open' },
    detail: {
      fr: 'Un domicile partagé de ce dispositif est ouvert dans ce logement. Laissez ce dispositif (`programmeId`), ou fermez d’abord le domicile (son acte `closing`) : ce qui y a été vécu reste compté dans ce dispositif.',
      en: 'A shared flat of this programme is open in this dwelling. Leave this programme (`programmeId`) as it is, or close the flat first (its act `closing`): what was lived there stays counted in this programme.',
    },
  },
  nobody_waits: {
    code: 'conflict',
    title: { fr: 'Personne en attente', en: 'Nobody waits' },
    detail: {
      fr: 'Aucun placement que vous suivez n’attend une place de ce dispositif à la taille de cette chambre. Inscrivez-en un sur la liste d’attente (/v1/place-waiting-list).',
      en: 'No placement that you follow waits for a place of this programme in a room of this size. Put one on the waiting list (/v1/place-waiting-list); where one of a larger household is to move, name them in the referral (`personIds`).',
    },
  },
});

uniqueMeans('shared_flats_of_dwelling', 'flat_already_open');
constraintMeans('placement_lived_in', () => conflict('placement_lived_in'));
for (const reason of [
  'resident_elsewhere',
  'resident_promised',
  'resident_not_named',
  'resident_not_member',
  'resident_not_referred',
])
  constraintMeans(reason, () => conflict(reason));
constraintMeans('occupancies_person_once', () => conflict('resident_elsewhere'));
for (const reason of ['flat_lived_in', 'dwelling_of_open_flat']) constraintMeans(reason, () => conflict(reason));
constraintMeans('absences_one_at_a_time', () => conflict('absence_overlaps'));
for (const worker of ['to', 'from'])
  constraintMeans(`flat_handovers_consortium_id_operator_id_${worker}_worker_id_fkey`, () =>
    invalid('/workerId', 'unknown_reference'),
  );
constraintMeans('shared_flats_worker', () => invalid('/workerId', 'unknown_reference'));

defineInputCodes({
  one_resident: {
    fr: 'Un résident et un seul : un placement ou un ménage.',
    en: 'One resident and only one: a placement or a household.',
  },
  lets_the_flat: {
    fr: 'Le bailleur du bail principal ne voit rien de la vie du domicile : il ne peut accompagner ses résidents.',
    en: 'The lessor of the head tenancy sees nothing of the life in the flat: it cannot support its residents.',
  },
  unknown_language: {
    fr: 'Cette langue n’existe pas dans ISO 639-1 : deux lettres, comme « fr » ou « ar ».',
    en: 'There is no such language in ISO 639-1: two letters, such as “fr” or “ar”.',
  },
  agreed_later: {
    fr: 'L’accord de la personne précède son entrée.',
    en: 'The resident agrees before living there.',
  },
  not_there_then: {
    fr: 'Ce résident n’habitait pas un des domiciles de l’activité ce jour-là.',
    en: 'This resident did not live in one of the activity’s flats on that day.',
  },
  after_end: { fr: 'Donnez le {end} ou un jour précédent.', en: 'Give {end} or an earlier day.' },
  period_too_long: { fr: 'Dix ans au plus.', en: 'Ten years at most.' },
  not_the_placement_day: {
    fr: 'Ce n’est pas le jour du placement : laissez-le de côté.',
    en: 'This is not the day of the placement: leave it out.',
  },
});
