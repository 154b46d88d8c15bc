import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { ClassOf } from '../platform/api/fields.js';
import { Database } from '../platform/database/database.js';
import { JointReview, Slide } from './joint-review.entity.js';
import { JointReviewInput, SlideInput, TransferInput } from './joint-reviews.inputs.js';
import { JointReviewsService } from './joint-reviews.service.js';
import { SlidesService } from './slides.service.js';
import { FslRequest, Guarantee, Inventory } from './tenancy-files.entity.js';
import {
  FslRequestInput,
  FslRequestPatch,
  GuaranteeInput,
  GuaranteePatch,
  InventoryInput,
} from './tenancy-files.inputs.js';
import { TenancyFilesService } from './tenancy-files.service.js';
import { Tenancy } from './tenancy.entity.js';
import { TransfersService } from './transfers.service.js';

const reviewing = JointReviewsService.prototype;
const sliding = SlidesService.prototype;
const moving = TransfersService.prototype;
const filing = TenancyFilesService.prototype;

@Resolver(() => Tenancy)
export class TenancyFilesResolver {
  constructor(
    private readonly database: Database,
    private readonly reviews: JointReviewsService,
    private readonly slides: SlidesService,
    private readonly transfers: TransfersService,
    private readonly files: TenancyFilesService,
  ) {}

  @CreateMutation(JointReview, { summary: 'Record a joint review', use: reviewing.hold })
  recordJointReview(@Id('tenancyId') id: string, @Args('input') input: JointReviewInput): Promise<JointReview> {
    return this.reviews.hold(id, input);
  }

  @ChangeMutation(Slide, { summary: 'The joint decision on a sliding lease', use: sliding.decide })
  decideSlide(@Id() id: string, @Args('input') input: SlideInput): Promise<Slide> {
    return this.slides.decide(id, input);
  }

  @ChangeMutation(Tenancy, { summary: 'The household moves to another home of the lessor', use: moving.transfer })
  transferTenancy(@Id() id: string, @Args('input') input: TransferInput): Promise<Tenancy> {
    return this.transfers.transfer(id, input);
  }

  @CreateMutation(Inventory, { summary: 'Record an inventory', use: filing.recordInventory })
  recordInventory(@Id('tenancyId') id: string, @Args('input') input: InventoryInput): Promise<Inventory> {
    return this.files.recordInventory(id, input);
  }

  @CreateMutation(Guarantee, { summary: 'Add a guarantee', use: filing.addGuarantee })
  addGuarantee(@Id('tenancyId') id: string, @Args('input') input: GuaranteeInput): Promise<Guarantee> {
    return this.files.addGuarantee(id, input);
  }

  @ChangeMutation(Guarantee, { summary: 'Change a guarantee', use: filing.changeGuarantee })
  changeGuarantee(
    @Id('tenancyId') tenancyId: string,
    @Id() id: string,
    @Args('input') patch: GuaranteePatch,
  ): Promise<Guarantee> {
    return this.files.changeGuarantee(tenancyId, id, patch);
  }

  @CreateMutation(FslRequest, { summary: 'Record an FSL request', use: filing.fileFslRequest })
  fileFslRequest(@Id('tenancyId') id: string, @Args('input') input: FslRequestInput): Promise<FslRequest> {
    return this.files.fileFslRequest(id, input);
  }

  @ChangeMutation(FslRequest, { summary: 'What became of an FSL request', use: filing.concludeFslRequest })
  concludeFslRequest(
    @Id('tenancyId') tenancyId: string,
    @Id() id: string,
    @Args('input') patch: FslRequestPatch,
  ): Promise<FslRequest> {
    return this.files.concludeFslRequest(tenancyId, id, patch);
  }

  @Related(() => Slide, {
    key: 'id',
    permission: 'tenancies:reviews',
    description: 'Of a sliding lease: its conditions',
  })
  slide(@Parent() tenancy: Tenancy): Promise<Slide | null> {
    return loadNoun(this.database, Slide, tenancy.id);
  }

  @ResolveField(() => [JointReview], { description: 'Its joint reviews; none where not to be seen' })
  jointReviews(@Parent() tenancy: Tenancy): Promise<JointReview[]> {
    return may('tenancies:reviews')
      ? loadPartsOf(this.database, JointReview, 'tenancy_id', tenancy.id)
      : Promise.resolve([]);
  }

  @ResolveField(() => [Inventory], { description: 'Its inventories; none where not to be seen' })
  inventories(@Parent() tenancy: Tenancy): Promise<Inventory[]> {
    return ofAccount(this.database, Inventory, tenancy.id);
  }

  @ResolveField(() => [Guarantee], { description: 'What secures the rent; none where not to be seen' })
  guarantees(@Parent() tenancy: Tenancy): Promise<Guarantee[]> {
    return ofAccount(this.database, Guarantee, tenancy.id);
  }

  @ResolveField(() => [FslRequest], { description: 'Requests to the FSL; none where not to be seen' })
  fslRequests(@Parent() tenancy: Tenancy): Promise<FslRequest[]> {
    return ofAccount(this.database, FslRequest, tenancy.id);
  }
}

function ofAccount<T extends object>(database: Database, noun: ClassOf<T>, id: string): Promise<T[]> {
  return may('accounts:read') ? loadPartsOf(database, noun, 'tenancy_id', id) : Promise.resolve([]);
}
