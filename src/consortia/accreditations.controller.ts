import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Accreditation } from './accreditation.entity.js';
import { AccreditationsService } from './accreditations.service.js';
import { AccreditationFilter, AccreditationInput, AccreditationPatch } from './programmes.inputs.js';

const use = AccreditationsService.prototype;

@Controller('v1/accreditations')
export class AccreditationsController {
  constructor(private readonly accreditations: AccreditationsService) {}

  @Lists('', Accreditation, { summary: 'List the accreditations', use: use.list, personal: false })
  list(@Query() filter: AccreditationFilter): Promise<Page<Accreditation>> {
    return this.accreditations.list(filter);
  }

  @Reads(':id', Accreditation, { summary: 'Read an accreditation', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Accreditation> {
    return this.accreditations.get(id);
  }

  @Creates('', Accreditation, { summary: 'Record an accreditation', use: use.create })
  create(@Body() input: AccreditationInput): Promise<Accreditation> {
    return this.accreditations.create(input);
  }

  @Changes(':id', Accreditation, { summary: 'Change an accreditation', use: use.change })
  change(@Param('id') id: string, @Body() patch: AccreditationPatch): Promise<Accreditation> {
    return this.accreditations.change(id, patch);
  }
}
