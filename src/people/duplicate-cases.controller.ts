import { Controller, Param, Query } from '@nestjs/common';
import { Acts, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { DuplicateCase } from './duplicate-case.entity.js';
import { DuplicateCaseFilter } from './households.inputs.js';
import { MergesService } from './merges.service.js';

const use = MergesService.prototype;

@Controller('v1/duplicate-cases')
export class DuplicateCasesController {
  constructor(private readonly merges: MergesService) {}

  @Lists('', DuplicateCase, { summary: 'List your households that may be known twice', use: use.listCases })
  list(@Query() filter: DuplicateCaseFilter): Promise<Page<DuplicateCase>> {
    return this.merges.listCases(filter);
  }

  @Reads(':id', DuplicateCase, { summary: 'Read one of them', use: use.getCase })
  get(@Param('id') id: string): Promise<DuplicateCase> {
    return this.merges.getCase(id);
  }

  @Acts(':id/confirmation', DuplicateCase, { summary: 'Confirm that it is the same household', use: use.confirm })
  confirm(@Param('id') id: string): Promise<DuplicateCase> {
    return this.merges.confirm(id);
  }

  @Acts(':id/dismissal', DuplicateCase, { summary: 'Say that it is another household', use: use.dismiss })
  dismiss(@Param('id') id: string): Promise<DuplicateCase> {
    return this.merges.dismiss(id);
  }
}
