import { Args, Resolver } from '@nestjs/graphql';
import { AnswerQuery, ReadQuery } from '../platform/api/graphql-operations.js';
import { NomenclaturesService } from './nomenclatures.service.js';
import { Nomenclature } from './nomenclatures.views.js';

const use = NomenclaturesService.prototype;

@Resolver(() => Nomenclature)
export class NomenclaturesResolver {
  constructor(private readonly service: NomenclaturesService) {}

  @AnswerQuery([Nomenclature], { summary: 'Every list of codes, with labels', use: use.list })
  async nomenclatures(): Promise<Nomenclature[]> {
    return (await this.service.list()).data;
  }

  @ReadQuery(Nomenclature, { summary: 'A list of codes', use: use.get })
  nomenclature(@Args('name') name: string): Promise<Nomenclature> {
    return this.service.get(name);
  }
}
