import { Resolver } from '@nestjs/graphql';
import { AnswerQuery } from '../platform/api/graphql-operations.js';
import { ConsortiumService } from './consortium.service.js';
import { Consortium } from './consortium.view.js';

@Resolver(() => Consortium)
export class ConsortiumResolver {
  constructor(private readonly service: ConsortiumService) {}

  @AnswerQuery(Consortium, { summary: 'The consortium in which you act', use: ConsortiumService.prototype.get })
  consortium(): Promise<Consortium> {
    return this.service.get();
  }
}
