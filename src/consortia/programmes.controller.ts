import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Programme } from './programme.entity.js';
import { ProgrammeFilter, ProgrammeInput, ProgrammePatch } from './programmes.inputs.js';
import { ProgrammesService } from './programmes.service.js';

const use = ProgrammesService.prototype;

@Controller('v1/programmes')
export class ProgrammesController {
  constructor(private readonly programmes: ProgrammesService) {}

  @Lists('', Programme, { summary: 'List the programmes', use: use.list, personal: false })
  list(@Query() filter: ProgrammeFilter): Promise<Page<Programme>> {
    return this.programmes.list(filter);
  }

  @Reads(':id', Programme, { summary: 'Read a programme', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Programme> {
    return this.programmes.get(id);
  }

  @Creates('', Programme, { summary: 'Open a programme', use: use.create })
  create(@Body() input: ProgrammeInput): Promise<Programme> {
    return this.programmes.create(input);
  }

  @Changes(':id', Programme, { summary: 'Change a programme', use: use.change })
  change(@Param('id') id: string, @Body() patch: ProgrammePatch): Promise<Programme> {
    return this.programmes.change(id, patch);
  }
}
