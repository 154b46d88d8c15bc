import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  AnswerQuery,
  ChangeMutation,
  CreateMutation,
  PutMutation,
  Id,
  ReadQuery,
} from '../platform/api/graphql-operations.js';
import { Database } from '../platform/database/database.js';
import { LegalProtectionsService } from './legal-protections.service.js';
import { onlyPartOf, partsOf } from './people-fields.js';
import { PersonMatches } from './people.views.js';
import { OWN_WORD_FIRST } from './person-files.js';
import { PersonFilesService } from './person-files.service.js';
import {
  LegalProtection,
  PersonContact,
  PersonProfile,
  PersonProtection,
  ResidentialSituation,
  Resource,
} from './person-records.entity.js';
import { Person } from './person.entity.js';
import { PersonPatch, PersonSearch } from './persons.inputs.js';
import {
  LegalProtectionInput,
  LegalProtectionPatch,
  PersonContactInput,
  PersonProfileInput,
  ProtectionEnding,
  ProtectionInput,
  ResidentialSituationInput,
  ResidentialSituationPatch,
  ResourceInput,
  ResourcePatch,
} from './person-records.inputs.js';
import { PersonsService } from './persons.service.js';
import { ResourcesService } from './resources.service.js';
import { SituationsService } from './situations.service.js';

const use = PersonsService.prototype;
const filing = PersonFilesService.prototype;
const living = SituationsService.prototype;
const earning = ResourcesService.prototype;
const legal = LegalProtectionsService.prototype;

@Resolver(() => Person)
export class PersonsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: PersonsService,
    private readonly files: PersonFilesService,
    private readonly living: SituationsService,
    private readonly earning: ResourcesService,
    private readonly legal: LegalProtectionsService,
  ) {}

  @ReadQuery(Person, { summary: 'A person', use: use.get })
  person(@Id() id: string): Promise<Person> {
    return this.service.get(id);
  }

  @AnswerQuery(PersonMatches, {
    summary: 'Look among the persons disclosed to you before you open a household',
    use: use.search,
  })
  searchPersons(@Args('input') input: PersonSearch): Promise<PersonMatches> {
    return this.service.search(input);
  }

  @ChangeMutation(Person, { summary: 'Change who a person is', use: use.change })
  changePerson(@Id() id: string, @Args('input') patch: PersonPatch): Promise<Person> {
    return this.service.change(id, patch);
  }

  @CreateMutation(PersonProtection, { summary: 'Mask a person for all but the supporter', use: use.protect })
  protectPerson(@Id() id: string, @Args('input') input: ProtectionInput): Promise<PersonProtection> {
    return this.service.protect(id, input);
  }

  @ChangeMutation(Person, { summary: 'Stop masking a person', use: use.endProtection })
  endPersonProtection(@Id() id: string, @Args('input') input: ProtectionEnding): Promise<Person> {
    return this.service.endProtection(id, input);
  }

  @PutMutation(PersonContact, { summary: 'Write how to reach a person', use: filing.putContact })
  putPersonContact(@Id('personId') id: string, @Args('input') input: PersonContactInput): Promise<PersonContact> {
    return this.files.putContact(id, input);
  }

  @PutMutation(PersonProfile, { summary: 'Write what figures count of a person', use: filing.putProfile })
  putPersonProfile(@Id('personId') id: string, @Args('input') input: PersonProfileInput): Promise<PersonProfile> {
    return this.files.putProfile(id, input);
  }

  @CreateMutation(ResidentialSituation, { summary: 'Add a residential situation', use: living.add })
  addResidentialSituation(
    @Id('personId') id: string,
    @Args('input') input: ResidentialSituationInput,
  ): Promise<ResidentialSituation> {
    return this.living.add(id, input);
  }

  @ChangeMutation(ResidentialSituation, { summary: 'Change a residential situation', use: living.change })
  changeResidentialSituation(
    @Id('personId') personId: string,
    @Id() id: string,
    @Args('input') patch: ResidentialSituationPatch,
  ): Promise<ResidentialSituation> {
    return this.living.change(personId, id, patch);
  }

  @CreateMutation(Resource, { summary: 'Add an income', use: earning.add })
  addResource(@Id('personId') id: string, @Args('input') input: ResourceInput): Promise<Resource> {
    return this.earning.add(id, input);
  }

  @ChangeMutation(Resource, { summary: 'Change an income', use: earning.change })
  changeResource(
    @Id('personId') personId: string,
    @Id() id: string,
    @Args('input') patch: ResourcePatch,
  ): Promise<Resource> {
    return this.earning.change(personId, id, patch);
  }

  @CreateMutation(LegalProtection, { summary: 'Add a legal protection', use: legal.add })
  addLegalProtection(@Id('personId') id: string, @Args('input') input: LegalProtectionInput): Promise<LegalProtection> {
    return this.legal.add(id, input);
  }

  @ChangeMutation(LegalProtection, { summary: 'Change a legal protection', use: legal.change })
  changeLegalProtection(
    @Id('personId') personId: string,
    @Id() id: string,
    @Args('input') patch: LegalProtectionPatch,
  ): Promise<LegalProtection> {
    return this.legal.change(personId, id, patch);
  }

  @ResolveField(() => PersonContact, { nullable: true, description: 'How to reach the person, for who may know' })
  contact(@Parent() { id }: Person): Promise<PersonContact | null> {
    return onlyPartOf(this.database, PersonContact, 'person_id', id);
  }

  @ResolveField(() => PersonProfile, { nullable: true, description: 'What figures count, for the supporter' })
  profile(@Parent() { id }: Person): Promise<PersonProfile | null> {
    return onlyPartOf(this.database, PersonProfile, 'person_id', id, OWN_WORD_FIRST);
  }

  @ResolveField(() => [ResidentialSituation], { description: 'Where the person lived, for who may know' })
  situations(@Parent() { id }: Person): Promise<ResidentialSituation[]> {
    return partsOf(this.database, ResidentialSituation, 'person_id', id);
  }

  @ResolveField(() => [Resource], { description: 'The incomes, for who may know' })
  resources(@Parent() { id }: Person): Promise<Resource[]> {
    return partsOf(this.database, Resource, 'person_id', id);
  }

  @ResolveField(() => [LegalProtection], { description: 'Legal protections and who signs, for who may know' })
  legalProtections(@Parent() { id }: Person): Promise<LegalProtection[]> {
    return partsOf(this.database, LegalProtection, 'person_id', id);
  }
}
