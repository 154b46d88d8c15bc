import { Controller, Param, Query } from '@nestjs/common';
import { Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { RoomMatch } from './room-match.view.js';
import { RoomMatchesService } from './room-matches.service.js';
import { RoomMatchFilter } from './shared-life.inputs.js';

const use = RoomMatchesService.prototype;

@Controller('v1/households/:id/room-matches')
export class RoomMatchesController {
  constructor(private readonly matches: RoomMatchesService) {}

  @Lists('', RoomMatch, {
    summary: 'Which vacant room fits a household, point by point, each with its reason',
    use: use.list,
  })
  list(@Param('id') id: string, @Query() filter: RoomMatchFilter): Promise<Page<RoomMatch>> {
    return this.matches.list(id, filter);
  }
}
