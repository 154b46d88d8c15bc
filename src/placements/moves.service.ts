import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { Database } from '../platform/database/database.js';
import { clock } from '../platform/clock.js';
import { invalid } from '../platform/errors/failure.js';
import { confirmStay, endStay, reserve } from '../housing/stays.js';
import { begin, conclude, dayOf } from './placement-acts.js';
import { demandInformed, disclose } from './decisions.service.js';
import { Placement } from './placement.entity.js';
import { PlacementExit } from './placement-exit.entity.js';
import { isDurable } from './placement-grounds.enums.js';
import type { EndingInput, MoveInInput } from './placements.inputs.js';

const LETTING = ['operator', 'landlord'] as const;
const FOLLOWING = ['supporter', 'referrer'] as const;

/** Keys and departure. */
@Injectable()
export class MovesService {
  constructor(private readonly database: Database) {}

  /** The household has the keys: the stay begins, and the referrer's sight of the household ends (security.md). */
  @Requires('placements:move')
  moveIn(id: string, input: MoveInInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'move_in', () => ['operator', 'landlord', 'supporter']);
      const { placement, frame } = underWay;
      const on = dayOf(input.movedInOn, '/movedInOn');
      const source = { type: 'placement' as const, id };
      const reservedBefore = placement.status === 'accepted';
      if (!placement.householdId) await disclose(work, underWay, demandInformed(input.informedOn, on));
      placement.moveTo('moved_in', on, '/movedInOn');
      placement.movedInOn = on;
      if (!reservedBefore) {
        await reserve(work, {
          dwellingId: placement.dwellingId!,
          roomId: placement.roomId,
          householdId: frame.householdId,
          persons: placement.householdSize,
          from: on,
          endsOn: null,
          source,
        });
      }
      await confirmStay(work, source, on);
      await conclude(work, underWay, 'move_in', { on });
      await work.query('SELECT placement_moved_in($1, $2)', [id, on]);
      work.touch('households', [frame.householdId]);
      return work.published(Placement, id);
    });
  }

  /**
   * The household leaves, or the placement is withdrawn before the keys; landlord and operator cease to see the household. Before the
   * household has accepted, who lets refuses, and ends nothing.
   * @throws wrong_party, step_not_possible (409)
   */
  @Requires('placements:move')
  end(id: string, input: EndingInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'ending', (_, { status }) =>
        ['accepted', 'moved_in'].includes(status) ? [...LETTING, ...FOLLOWING] : FOLLOWING,
      );
      const { placement, frame } = underWay;
      if (input.endedOn > clock.today()) throw invalid('/endedOn', 'in_the_future');
      placement.end(input.endedOn, input.exitRoute);
      placement.householdId = null;
      await endStay(work, { type: 'placement', id }, input.endedOn);
      await work.insert(
        work.create(PlacementExit, {
          id,
          exitRoute: input.exitRoute,
          durable: placement.movedInOn ? isDurable(input.exitRoute) : null,
          supporterId: placement.supporterId,
        }),
      );
      await conclude(work, underWay, 'ending', { on: input.endedOn });
      await work.query('SELECT close_disclosures($1, $2)', ['placement', id]);
      await work.query(`SELECT address_close('placement', $1)`, [id]);
      await work.query('SELECT placement_left_queue($1)', [id]);
      work.touch('households', [frame.householdId]);
      return work.published(Placement, id);
    });
  }
}
