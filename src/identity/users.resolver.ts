import { Args, Resolver } from '@nestjs/graphql';
import {
  AnswerQuery,
  ChangeMutation,
  CreateMutation,
  Id,
  ListQuery,
  Paged,
  ReadQuery,
} from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { Me } from './me.js';
import { MeService } from './me.service.js';
import { InvitedUser, User } from './user.entity.js';
import { UserFilter, UserInput, UserPatch } from './users.inputs.js';
import { UsersService } from './users.service.js';

const use = UsersService.prototype;

@Resolver(() => User)
export class UsersResolver {
  constructor(
    private readonly service: UsersService,
    private readonly callers: MeService,
  ) {}

  @AnswerQuery(Me, { summary: 'Who the token speaks for', use: MeService.prototype.get })
  me(): Promise<Me> {
    return this.callers.get();
  }

  @ReadQuery(User, { summary: 'A person of your organisation', use: use.get })
  user(@Id() id: string): Promise<User> {
    return this.service.get(id);
  }

  @ListQuery(User, { summary: 'The people of your organisation', use: use.list })
  users(@Paged(UserFilter) filter: UserFilter): Promise<Page<User>> {
    return this.service.list(filter);
  }

  @CreateMutation(InvitedUser, { summary: 'Invite a person', use: use.invite })
  inviteUser(@Args('input') input: UserInput): Promise<InvitedUser> {
    return this.service.invite(input);
  }

  @ChangeMutation(User, { summary: 'Change a person’s account', use: use.change })
  changeUser(@Id() id: string, @Args('input') patch: UserPatch): Promise<User> {
    return this.service.change(id, patch);
  }
}
