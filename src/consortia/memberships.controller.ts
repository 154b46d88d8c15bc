import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { MembershipFilter, MembershipInput, MembershipPatch } from './consortia.inputs.js';
import { Membership } from './membership.entity.js';
import { MembershipsService } from './memberships.service.js';

const use = MembershipsService.prototype;

@Controller('v1/memberships')
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Lists('', Membership, { summary: 'List the memberships', use: use.list, personal: false })
  list(@Query() filter: MembershipFilter): Promise<Page<Membership>> {
    return this.memberships.list(filter);
  }

  @Reads(':id', Membership, { summary: 'Read a membership', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Membership> {
    return this.memberships.get(id);
  }

  @Creates('', Membership, { summary: 'Give an organisation roles', use: use.create })
  create(@Body() input: MembershipInput): Promise<Membership> {
    return this.memberships.create(input);
  }

  @Changes(':id', Membership, { summary: 'Change the roles, or end them', use: use.change })
  change(@Param('id') id: string, @Body() patch: MembershipPatch): Promise<Membership> {
    return this.memberships.change(id, patch);
  }
}
