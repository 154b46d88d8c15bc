import { Args, Resolver } from '@nestjs/graphql';
import { ReadQuery } from '../platform/api/graphql-operations.js';
import { CivilDateScalar } from '../platform/api/scalars.js';
import type { CivilDate } from '../platform/clock.js';
import { FiguresService } from './figures.service.js';
import { ProgrammeFigures } from './figures.views.js';

@Resolver(() => ProgrammeFigures)
export class FiguresResolver {
  constructor(private readonly figures: FiguresService) {}

  @ReadQuery(ProgrammeFigures, {
    summary: 'The figures of a programme over a period, half open',
    use: FiguresService.prototype.ofProgramme,
  })
  programmeFigures(
    @Args('key') key: string,
    @Args('from', { type: () => CivilDateScalar, nullable: true }) from?: CivilDate,
    @Args('to', { type: () => CivilDateScalar, nullable: true }) to?: CivilDate,
  ): Promise<ProgrammeFigures> {
    return this.figures.ofProgramme(key, { from: from ?? undefined, to: to ?? undefined });
  }
}
