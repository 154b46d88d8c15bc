import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { PlaceRequestStatus } from './place-request.entity.js';

@Command('PlaceRequestPatch', 'What changes in the queue')
export class PlaceRequestPatch {
  @Input.integer({ about: 'Priority, 1 first', min: 1, max: 5, optional: true, example: 2 })
  priority?: number;

  @Input.flag({ about: 'true: it waits no longer', optional: true, example: true })
  withdrawn?: boolean;
}

@Command('PlaceRequestFilter', 'Whose places')
export class PlaceRequestFilter extends PageFilter {
  @Input.id({ about: 'Of this programme', optional: true })
  programmeId?: string;

  @Input.id({ about: 'Of this placement', optional: true })
  placementId?: string;

  @Input.code(PlaceRequestStatus, { about: 'In this status', optional: true })
  status?: PlaceRequestStatus;
}
