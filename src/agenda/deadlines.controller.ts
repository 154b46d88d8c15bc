import { Controller, Query } from '@nestjs/common';
import { Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Deadline } from './deadline.entity.js';
import { DeadlineFilter } from './deadlines.inputs.js';
import { DeadlinesService } from './deadlines.service.js';

@Controller('v1/deadlines')
export class DeadlinesController {
  constructor(private readonly deadlines: DeadlinesService) {}

  @Lists('', Deadline, { summary: 'List what is due of you, the next one first', use: DeadlinesService.prototype.list })
  list(@Query() filter: DeadlineFilter): Promise<Page<Deadline>> {
    return this.deadlines.list(filter);
  }
}
