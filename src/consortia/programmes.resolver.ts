import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Organisation } from './organisation.entity.js';
import { Programme } from './programme.entity.js';
import { ProgrammeFilter, ProgrammeInput, ProgrammePatch } from './programmes.inputs.js';
import { ProgrammesService } from './programmes.service.js';

const use = ProgrammesService.prototype;

@Resolver(() => Programme)
export class ProgrammesResolver {
  constructor(
    private readonly database: Database,
    private readonly service: ProgrammesService,
  ) {}

  @ReadQuery(Programme, { summary: 'A programme', use: use.get })
  programme(@Id() id: string): Promise<Programme> {
    return this.service.get(id);
  }

  @ListQuery(Programme, { summary: 'The programmes', use: use.list })
  programmes(@Paged(ProgrammeFilter) filter: ProgrammeFilter): Promise<Page<Programme>> {
    return this.service.list(filter);
  }

  @CreateMutation(Programme, { summary: 'Open a programme', use: use.create })
  createProgramme(@Args('input') input: ProgrammeInput): Promise<Programme> {
    return this.service.create(input);
  }

  @ChangeMutation(Programme, { summary: 'Change a programme', use: use.change })
  changeProgramme(@Id() id: string, @Args('input') patch: ProgrammePatch): Promise<Programme> {
    return this.service.change(id, patch);
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'The organisation that runs it' })
  operator(@Parent() { operatorId }: Programme): Promise<Organisation | null> {
    return may('consortia:read') ? loadNoun(this.database, Organisation, operatorId) : Promise.resolve(null);
  }
}
