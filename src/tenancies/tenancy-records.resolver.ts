import { Args, Resolver } from '@nestjs/graphql';
import { Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { JointReview, Slide } from './joint-review.entity.js';
import { JointReviewsService } from './joint-reviews.service.js';
import { SlidesService } from './slides.service.js';
import { AccountStatement, StatementQuery } from './statement.views.js';
import { StatementsService } from './statements.service.js';
import { TenanciesService } from './tenancies.service.js';
import { TenancyAct, TenancyOccupancy } from './tenancy-act.entity.js';
import { JointReviewFilter, OccupancyFilter, TenancyActFilter } from './tenancy-children.inputs.js';
import { Tenancy } from './tenancy.entity.js';

const reading = TenanciesService.prototype;
const reviewing = JointReviewsService.prototype;

/** What hangs on a tenancy and grows with time, or is read by the owner of the flat, who does not see the tenancy itself. */
@Resolver(() => Tenancy)
export class TenancyRecordsResolver {
  constructor(
    private readonly tenancies: TenanciesService,
    private readonly reviews: JointReviewsService,
    private readonly slides: SlidesService,
    private readonly statements: StatementsService,
  ) {}

  @ListQuery(TenancyAct, { summary: 'Every act of a tenancy: who, when, from which day', use: reading.history })
  tenancyHistory(
    @Id('tenancyId') id: string,
    @Paged(TenancyActFilter) filter: TenancyActFilter,
  ): Promise<Page<TenancyAct>> {
    return this.tenancies.history(id, filter);
  }

  @ListQuery(TenancyOccupancy, {
    summary: 'From when until when the homes beneath a head tenancy are lived in',
    use: reading.occupancies,
  })
  tenancyOccupancies(
    @Id('tenancyId') id: string,
    @Paged(OccupancyFilter) filter: OccupancyFilter,
  ): Promise<Page<TenancyOccupancy>> {
    return this.tenancies.occupancies(id, filter);
  }

  @ListQuery(JointReview, { summary: 'The joint reviews of a tenancy', use: reviewing.list })
  jointReviews(
    @Id('tenancyId') id: string,
    @Paged(JointReviewFilter) filter: JointReviewFilter,
  ): Promise<Page<JointReview>> {
    return this.reviews.list(id, filter);
  }

  @ReadQuery(Slide, {
    summary: 'Conditions of a sliding lease, and what was decided',
    use: SlidesService.prototype.get,
  })
  slide(@Id('tenancyId') id: string): Promise<Slide> {
    return this.slides.get(id);
  }

  @ReadQuery(AccountStatement, { summary: 'The account month by month', use: StatementsService.prototype.get })
  accountStatement(@Id('tenancyId') id: string, @Args('query') query: StatementQuery): Promise<AccountStatement> {
    return this.statements.get(id, query);
  }
}
