import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Changes, Creates, Lists, Reads, Removes } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Invitation } from './invitation.js';
import { InvitedUser, User } from './user.entity.js';
import { AdministratorInput, UserFilter, UserInput, UserPatch } from './users.inputs.js';
import { UsersService } from './users.service.js';

const use = UsersService.prototype;

@Controller('v1')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Lists('users', User, { summary: 'List the people of your organisation', use: use.list })
  list(@Query() filter: UserFilter): Promise<Page<User>> {
    return this.users.list(filter);
  }

  @Reads('users/:id', User, { summary: 'Read a person’s account', use: use.get })
  get(@Param('id') id: string): Promise<User> {
    return this.users.get(id);
  }

  @Creates('users', InvitedUser, { summary: 'Invite a person', use: use.invite })
  invite(@Body() input: UserInput): Promise<InvitedUser> {
    return this.users.invite(input);
  }

  @Changes('users/:id', User, { summary: 'Change a person’s account', use: use.change })
  change(@Param('id') id: string, @Body() patch: UserPatch): Promise<User> {
    return this.users.change(id, patch);
  }

  @Acts('users/:id/invitation', InvitedUser, { summary: 'Invite a person again', use: use.inviteAgain })
  inviteAgain(@Param('id') id: string): Promise<InvitedUser> {
    return this.users.inviteAgain(id);
  }

  @Removes('users/:id/totp', { summary: 'Take a person’s second factor away', use: use.removeSecondFactor })
  removeSecondFactor(@Param('id') id: string): Promise<void> {
    return this.users.removeSecondFactor(id);
  }

  @Creates('organisations/:id/administrator', Invitation, {
    summary: 'Invite the first administrator of a partner',
    use: use.inviteFirstAdministrator,
  })
  inviteFirstAdministrator(@Param('id') id: string, @Body() input: AdministratorInput): Promise<Invitation> {
    return this.users.inviteFirstAdministrator(id, input);
  }
}
