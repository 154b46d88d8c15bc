import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons } from '../platform/errors/failure.js';

defineReasons({
  occupancy_status: {
    code: 'conflict',
    title: { fr: 'Pas dans cet état', en: 'Not in this status' },
    detail: {
      fr: 'Ce séjour est « {status} ». Cela se peut dans l’état : {possible}.',
      en: 'This occupancy is “{status}”. That is possible when: {possible}.',
    },
  },
  room_not_left: {
    code: 'conflict',
    title: { fr: 'Chambre pas encore quittée', en: 'Room not yet left' },
    detail: {
      fr: 'Le départ du résident précédent de cette chambre n’est pas enregistré. Enregistrez-le d’abord ; le même jour convient. Un séjour déjà terminé se donne avec son départ (« departure »).',
      en: 'The departure of the resident before from this room is not recorded. Record it first; the same day is fine. A stay that is over is given with its departure (“departure”).',
    },
  },
  room_lived_in_since: {
    code: 'conflict',
    title: { fr: 'Chambre habitée depuis', en: 'Room lived in since' },
    detail: {
      fr: 'La fin prévue de ce séjour est passée, et d’autres ont vécu dans la chambre à partir du {since}. Donnez le départ avec l’arrivée (« departure »).',
      en: 'The planned end of this stay has passed, and others lived in the room from {since} on. Give the departure with the arrival (“departure”).',
    },
  },
  room_taken_before: {
    code: 'conflict',
    title: { fr: 'Chambre reprise avant ce départ', en: 'Room taken before this departure' },
    detail: {
      fr: 'Quelqu’un d’autre vit dans la chambre depuis le {since} : ce séjour a pris fin ce jour-là au plus tard. Corrigez le départ.',
      en: 'Somebody else lived in the room from {since} on: this stay ended on that day at the latest. Correct the departure.',
    },
  },
  same_room: {
    code: 'conflict',
    title: { fr: 'Même chambre', en: 'Same room' },
    detail: {
      fr: 'Le résident vit déjà dans cette chambre. Donnez la chambre où il va ; pour un autre loyer, modifiez la convention.',
      en: 'The resident already lives in this room. Give the room to which they move; for another share, amend the agreement.',
    },
  },
  placement_has_occupancy: {
    code: 'conflict',
    title: { fr: 'Séjour déjà enregistré', en: 'Occupancy already recorded' },
    detail: {
      fr: 'Ce placement a déjà un séjour dans un domicile partagé. Modifiez celui-ci.',
      en: 'This placement already has an occupancy of a shared flat. Change that one.',
    },
  },
  placement_elsewhere: {
    code: 'conflict',
    title: { fr: 'Placement ailleurs', en: 'Placement elsewhere' },
    detail: {
      fr: 'Le placement doit être accepté, ou le ménage entré, dans une chambre de ce domicile.',
      en: 'The placement must be accepted, or its household moved in, in a room of this flat.',
    },
  },
  occupancy_moved_later: {
    code: 'conflict',
    title: { fr: 'Changement de chambre plus récent', en: 'Moved to another room since' },
    detail: {
      fr: 'Le résident a changé de chambre le {movedOn}. Donnez ce jour ou un jour suivant.',
      en: 'The resident moved to another room on {movedOn}. Give that day or a later one.',
    },
  },
  member_lives_in_flat: {
    code: 'conflict',
    title: { fr: 'Vit dans un domicile partagé', en: 'Lives in a shared flat' },
    detail: {
      fr: 'Cette personne vit dans un domicile partagé au titre de ce ménage, ou une chambre y est prévue pour elle. Faites d’abord enregistrer son départ, ou annuler cette prévision ; l’appartenance au ménage peut finir ensuite.',
      en: 'This person lives in a shared flat as a member of this household, or a room is planned for them. Have their departure recorded first, or that plan cancelled; the membership can end then.',
    },
  },
  resident_left_household: {
    code: 'conflict',
    title: { fr: 'A quitté le ménage', en: 'Has left the household' },
    detail: {
      fr: 'Une fin est enregistrée à l’appartenance du résident à ce ménage. Qu’il soit d’abord ajouté de nouveau au ménage, à partir de cette fin, ou donnez avec l’entrée le départ d’un séjour terminé (« departure »).',
      en: 'An end of the resident’s membership of this household is recorded. Have them added to the household again first, from that end on, or give with the arrival the departure of a stay that is over (“departure”).',
    },
  },
  occupancy_needed: {
    code: 'conflict',
    title: { fr: 'Séjour requis', en: 'Occupancy needed' },
    detail: {
      fr: 'Dans un domicile partagé la convention naît de l’entrée d’un résident : prévoyez son séjour (`/v1/shared-flats/…/occupancies`), puis enregistrez l’entrée ou le changement de chambre.',
      en: 'In a shared flat the agreement grows out of a resident’s arrival: plan the occupancy (`/v1/shared-flats/…/occupancies`), then record the arrival or the move.',
    },
  },
});

constraintMeans('occupancies_of_room', () => conflict('room_not_left'));
for (const reason of ['member_lives_in_flat', 'resident_left_household'])
  constraintMeans(reason, () => conflict(reason));
uniqueMeans('occupancies_of_placement', 'placement_has_occupancy');
constraintMeans('occupancy_needed', () => conflict('occupancy_needed'));
constraintMeans('occupancy_moved_later', (movedOn) => conflict('occupancy_moved_later', { movedOn }));
