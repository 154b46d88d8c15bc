import { Body, Controller, Param, Query } from '@nestjs/common';
import { Creates, Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { AmendmentInput } from './tenancy-terms.inputs.js';
import { TenancyTerms } from './tenancy-terms.entity.js';
import { TenancyTermsService } from './tenancy-terms.service.js';
import { TenancyTermsFilter } from './tenancy-children.inputs.js';

const use = TenancyTermsService.prototype;

@Controller('v1/tenancies/:id/terms')
export class TenancyTermsController {
  constructor(private readonly terms: TenancyTermsService) {}

  @Lists('', TenancyTerms, { summary: 'What is paid each month, by periods', use: use.list })
  list(@Param('id') id: string, @Query() filter: TenancyTermsFilter): Promise<Page<TenancyTerms>> {
    return this.terms.list(id, filter);
  }

  @Creates('', TenancyTerms, {
    summary: 'Other terms from a day on; those of that very day are corrected',
    use: use.amend,
    guarded: true,
  })
  amend(@Param('id') id: string, @Body() input: AmendmentInput): Promise<TenancyTerms> {
    return this.terms.amend(id, input);
  }
}
