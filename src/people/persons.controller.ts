import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Answers, Changes, Creates, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { LegalProtectionsService } from './legal-protections.service.js';
import { PersonMatches } from './people.views.js';
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
import { PersonPatch, PersonPutInput, PersonSearch } from './persons.inputs.js';
import {
  LegalProtectionFilter,
  LegalProtectionInput,
  LegalProtectionPatch,
  PersonContactInput,
  PersonProfileInput,
  ProtectionEnding,
  ProtectionInput,
  ResidentialSituationFilter,
  ResidentialSituationInput,
  ResidentialSituationPatch,
  ResourceFilter,
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

@Controller('v1/persons')
export class PersonsController {
  constructor(
    private readonly persons: PersonsService,
    private readonly files: PersonFilesService,
    private readonly situations: SituationsService,
    private readonly resources: ResourcesService,
    private readonly protections: LegalProtectionsService,
  ) {}

  @Answers('search', PersonMatches, {
    summary: 'Look among the persons disclosed to you before you open a household',
    use: use.search,
  })
  search(@Body() input: PersonSearch): Promise<PersonMatches> {
    return this.persons.search(input);
  }

  @Reads(':id', Person, { summary: 'Read a person', use: use.get })
  get(@Param('id') id: string): Promise<Person> {
    return this.persons.get(id);
  }

  @Changes(':id', Person, { summary: 'Change who a person is', use: use.change })
  change(@Param('id') id: string, @Body() patch: PersonPatch): Promise<Person> {
    return this.persons.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', Person, {
    summary: 'Add a person to a household, or say anew who it is, by your own identifier',
    use: use.putByExternalId,
  })
  put(@Param('system') system: string, @Param('value') value: string, @Body() input: PersonPutInput): Promise<Person> {
    return this.persons.putByExternalId(system, value, input);
  }

  @Creates(':id/protection', PersonProtection, { summary: 'Mask a person for all but the supporter', use: use.protect })
  protect(@Param('id') id: string, @Body() input: ProtectionInput): Promise<PersonProtection> {
    return this.persons.protect(id, input);
  }

  @Acts(':id/protection/ending', Person, { summary: 'Stop masking a person', use: use.endProtection })
  endProtection(@Param('id') id: string, @Body() input: ProtectionEnding): Promise<Person> {
    return this.persons.endProtection(id, input);
  }

  @Reads(':id/contact', PersonContact, { summary: 'Read how to reach a person', use: filing.contact })
  contact(@Param('id') id: string): Promise<PersonContact> {
    return this.files.contact(id);
  }

  @Puts(':id/contact', PersonContact, { summary: 'Write how to reach a person', use: filing.putContact })
  putContact(@Param('id') id: string, @Body() input: PersonContactInput): Promise<PersonContact> {
    return this.files.putContact(id, input);
  }

  @Reads(':id/profile', PersonProfile, { summary: 'Read what figures count of a person', use: filing.profile })
  profile(@Param('id') id: string): Promise<PersonProfile> {
    return this.files.profile(id);
  }

  @Puts(':id/profile', PersonProfile, { summary: 'Write what figures count of a person', use: filing.putProfile })
  putProfile(@Param('id') id: string, @Body() input: PersonProfileInput): Promise<PersonProfile> {
    return this.files.putProfile(id, input);
  }

  @Lists(':id/situations', ResidentialSituation, { summary: 'List where a person lived', use: living.list })
  listSituations(
    @Param('id') id: string,
    @Query() filter: ResidentialSituationFilter,
  ): Promise<Page<ResidentialSituation>> {
    return this.situations.list(id, filter);
  }

  @Reads(':id/situations/:situationId', ResidentialSituation, {
    summary: 'Read a residential situation',
    use: living.get,
  })
  getSituation(@Param('id') id: string, @Param('situationId') situationId: string): Promise<ResidentialSituation> {
    return this.situations.get(id, situationId);
  }

  @Creates(':id/situations', ResidentialSituation, { summary: 'Add a residential situation', use: living.add })
  addSituation(@Param('id') id: string, @Body() input: ResidentialSituationInput): Promise<ResidentialSituation> {
    return this.situations.add(id, input);
  }

  @Changes(':id/situations/:situationId', ResidentialSituation, {
    summary: 'Change a residential situation',
    use: living.change,
  })
  changeSituation(
    @Param('id') id: string,
    @Param('situationId') situationId: string,
    @Body() patch: ResidentialSituationPatch,
  ): Promise<ResidentialSituation> {
    return this.situations.change(id, situationId, patch);
  }

  @Lists(':id/resources', Resource, { summary: 'List the incomes of a person', use: earning.list })
  listResources(@Param('id') id: string, @Query() filter: ResourceFilter): Promise<Page<Resource>> {
    return this.resources.list(id, filter);
  }

  @Reads(':id/resources/:resourceId', Resource, { summary: 'Read an income', use: earning.get })
  getResource(@Param('id') id: string, @Param('resourceId') resourceId: string): Promise<Resource> {
    return this.resources.get(id, resourceId);
  }

  @Creates(':id/resources', Resource, { summary: 'Add an income', use: earning.add })
  addResource(@Param('id') id: string, @Body() input: ResourceInput): Promise<Resource> {
    return this.resources.add(id, input);
  }

  @Changes(':id/resources/:resourceId', Resource, { summary: 'Change an income', use: earning.change })
  changeResource(
    @Param('id') id: string,
    @Param('resourceId') resourceId: string,
    @Body() patch: ResourcePatch,
  ): Promise<Resource> {
    return this.resources.change(id, resourceId, patch);
  }

  @Lists(':id/legal-protections', LegalProtection, {
    summary: 'List the legal protections of a person',
    use: legal.list,
  })
  listProtections(@Param('id') id: string, @Query() filter: LegalProtectionFilter): Promise<Page<LegalProtection>> {
    return this.protections.list(id, filter);
  }

  @Reads(':id/legal-protections/:protectionId', LegalProtection, { summary: 'Read a legal protection', use: legal.get })
  getProtection(@Param('id') id: string, @Param('protectionId') protectionId: string): Promise<LegalProtection> {
    return this.protections.get(id, protectionId);
  }

  @Creates(':id/legal-protections', LegalProtection, { summary: 'Add a legal protection', use: legal.add })
  addProtection(@Param('id') id: string, @Body() input: LegalProtectionInput): Promise<LegalProtection> {
    return this.protections.add(id, input);
  }

  @Changes(':id/legal-protections/:protectionId', LegalProtection, {
    summary: 'Change a legal protection',
    use: legal.change,
  })
  changeProtection(
    @Param('id') id: string,
    @Param('protectionId') protectionId: string,
    @Body() patch: LegalProtectionPatch,
  ): Promise<LegalProtection> {
    return this.protections.change(id, protectionId, patch);
  }
}
