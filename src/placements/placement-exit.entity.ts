import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { ExitRoute } from './placement-grounds.enums.js';

/** Bears its placement's id. A route can say prison, hospital or eviction: seen by who supports, and by who wrote it. */
@Noun('PlacementExit', 'placement_exits', 'Where a household went when its placement ended')
export class PlacementExit extends Record {
  @Published.code(ExitRoute, { about: 'Where it went', column: 'route' })
  exitRoute!: ExitRoute;

  @Published.flag({ about: 'Whether that is a lasting home; null when it never moved in', nullable: true })
  durable!: boolean | null;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;
}
