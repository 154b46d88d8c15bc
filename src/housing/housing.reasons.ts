import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons, invalid } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

export const HOUSING_REASONS = defineReasons({
  dwelling_already_occupied: {
    code: 'conflict',
    title: { fr: 'Logement déjà occupé', en: 'Dwelling already occupied' },
    detail: {
      fr: 'Ce logement est occupé ou réservé sur cette période {until}. Choisissez un autre logement ou d’autres dates ; voir /v1/availability.',
      en: 'This dwelling is occupied or reserved in this period {until}. Choose another dwelling or other dates; see /v1/availability.',
    },
  },
  room_already_occupied: {
    code: 'conflict',
    title: { fr: 'Chambre déjà occupée', en: 'Room already occupied' },
    detail: {
      fr: 'Cette chambre est occupée ou réservée sur cette période {until}. Choisissez une autre chambre ou d’autres dates ; voir /v1/availability.',
      en: 'This room is occupied or reserved in this period {until}. Choose another room or other dates; see /v1/availability.',
    },
  },
  capacity_exceeded: {
    code: 'conflict',
    title: { fr: 'Capacité dépassée', en: 'Capacity exceeded' },
    detail: {
      fr: 'Il y aurait plus de personnes que de places à compter du {from}. Choisissez un autre logement, ou modifiez la capacité.',
      en: 'There would be more persons than places from {from}. Choose another dwelling, or change the capacity.',
    },
  },
  capacity_overlaps: {
    code: 'conflict',
    title: { fr: 'Capacités qui se chevauchent', en: 'Overlapping capacities' },
    detail: {
      fr: 'Une capacité vaut déjà sur cette période. Commencez après le début de la dernière, qui prendra fin la veille.',
      en: 'A capacity already holds in this period. Start after the last one began; it will end the day before.',
    },
  },
  room_not_in_service: {
    code: 'conflict',
    title: { fr: 'Chambre hors service', en: 'Room not in service' },
    detail: {
      fr: 'Cette chambre n’est pas en service pendant toute cette période. Choisissez une autre chambre, d’autres dates ou une date de fin ; voir /v1/availability.',
      en: 'This room is not in service during the whole of this period. Choose another room, other dates or an end; see /v1/availability.',
    },
  },
  room_taken_then: {
    code: 'conflict',
    title: { fr: 'Chambre occupée alors', en: 'Room taken then' },
    detail: {
      fr: 'Quelqu’un occupe ou occupera cette chambre un jour où elle ne serait pas en service. Choisissez d’autres dates, ou terminez d’abord ces occupations.',
      en: 'Somebody is or will be in this room on a day on which it would not be in service. Choose other dates, or end those stays first.',
    },
  },
  room_number_taken: {
    code: 'conflict',
    title: { fr: 'Numéro de chambre déjà pris', en: 'Room number taken' },
    detail: {
      fr: 'Ce logement a déjà une chambre de ce numéro. Donnez-en un autre.',
      en: 'This dwelling already has a room of this number. Give another.',
    },
  },
  only_landlord_appoints: {
    code: 'conflict',
    title: { fr: 'Réservé au bailleur', en: 'For the landlord only' },
    detail: {
      fr: 'Seul le bailleur désigne le gestionnaire. Demandez-lui ce changement.',
      en: 'Only the landlord appoints the operator. Ask the landlord for this change.',
    },
  },
});

uniqueMeans('rooms_number', HOUSING_REASONS.room_number_taken);
constraintMeans('dwelling_capacities_one_at_a_time', () => conflict(HOUSING_REASONS.capacity_overlaps));
constraintMeans('dwellings_commune', () => invalid('/communeCode', 'unknown_commune'));
constraintMeans('sites_commune', () => invalid('/communeCode', 'unknown_commune'));
// Behind the turns that reservations take: whatever wrote, two stays never overlap.
constraintMeans('stays_no_overlap', () =>
  conflict(HOUSING_REASONS.dwelling_already_occupied, {
    until: { fr: 'par une autre demande à l’instant', en: 'by another request just now' },
  }),
);

defineInputCodes({
  owner_stays: {
    fr: 'À qui il appartient ne change pas. Donnez le propriétaire inscrit, ou omettez `landlordId` ; pour un autre propriétaire, inscrivez-le sous un autre identifiant.',
    en: 'Whose it is does not change. Give the owner on record, or leave `landlordId` out; for another owner add it under another identifier.',
  },
  places_have_periods: {
    fr: 'Le logement est inscrit avec d’autres places : elles changent à compter d’un jour, par `POST /v1/dwellings/{id}/capacities`. Inscrivez-les ainsi, ou omettez `places` et `inServiceFrom`.',
    en: 'The dwelling is on record with other places: they change from a day on, by `POST /v1/dwellings/{id}/capacities`. Record them there, or leave `places` and `inServiceFrom` out.',
  },
});
