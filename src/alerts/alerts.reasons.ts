import { defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

export const ALERTS = defineReasons({
  alert_closed: {
    code: 'conflict',
    title: { fr: 'Alerte close', en: 'Alert closed' },
    detail: {
      fr: 'Sa cause a disparu : il n’y a plus rien à faire. Si elle revient, une autre alerte sera levée.',
      en: 'Its cause is gone: there is nothing left to do. Should it come back, another alert will be raised.',
    },
  },
  alert_acknowledged: {
    code: 'conflict',
    title: { fr: 'Alerte déjà prise en compte', en: 'Alert acknowledged already' },
    detail: {
      fr: 'Elle pourra l’être de nouveau si son niveau monte et la rouvre.',
      en: 'It can be again when its level rises and opens it again.',
    },
  },
  alert_not_for_worker: {
    code: 'conflict',
    title: { fr: 'Alerte invisible pour cette personne', en: 'Alert that this person cannot see' },
    detail: {
      fr: 'Elle ne suit pas ce ménage, ou sa fonction ne traite pas les alertes. Affectez-lui d’abord le ménage, ou choisissez quelqu’un d’autre.',
      en: 'She does not follow this household, or her function does not deal with alerts. Assign the household to her first, or choose somebody else.',
    },
  },
  too_many_streams: {
    code: 'unavailable',
    status: 429,
    title: { fr: 'Trop de flux ouverts', en: 'Too many open streams' },
    detail: {
      fr: 'Vous avez déjà {limit} flux ouverts. Fermez-en un, ou réessayez plus tard.',
      en: 'You have {limit} streams open already. Close one, or try again later.',
    },
  },
});

defineInputCodes({
  not_in_the_future: { fr: 'Une date après aujourd’hui est attendue.', en: 'A date after today is expected.' },
  too_far: { fr: 'Au plus {days} jours à partir d’aujourd’hui.', en: 'At most {days} days from today.' },
});
