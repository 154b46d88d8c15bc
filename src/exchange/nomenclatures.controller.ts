import { Controller, Param } from '@nestjs/common';
import { Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { NomenclaturesService } from './nomenclatures.service.js';
import { Nomenclature } from './nomenclatures.views.js';

const use = NomenclaturesService.prototype;

@Controller('v1/nomenclatures')
export class NomenclaturesController {
  constructor(private readonly nomenclatures: NomenclaturesService) {}

  @Lists('', Nomenclature, {
    summary: 'List every list of codes, with labels',
    use: use.list,
    personal: false,
    unversioned: true,
  })
  list(): Promise<Page<Nomenclature>> {
    return this.nomenclatures.list();
  }

  @Reads(':name', Nomenclature, { summary: 'Read a list of codes', use: use.get, personal: false, unversioned: true })
  get(@Param('name') name: string): Promise<Nomenclature> {
    return this.nomenclatures.get(name);
  }
}
