import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Changes, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import { DeltaQuery } from '../platform/api/delta.js';
import type { RawJson } from '../platform/api/raw-json.js';
import type { Page } from '../platform/api/pages.js';
import { Placement } from './placement.entity.js';
import { PlacementExit } from './placement-exit.entity.js';
import { StepFilter } from './placement-children.inputs.js';
import { PlacementStepRecord } from './offer.entity.js';
import { PlacementDurations, PlacementReconciliation, PlacementStatusEntry } from './placement.views.js';
import { DurationFilter, EndingInput, MoveInInput, PlacementFilter, PlacementPatch } from './placements.inputs.js';
import { MovesService } from './moves.service.js';
import { PlacementsService } from './placements.service.js';
import { Referral, ReferralGrounds } from './referral.entity.js';
import { EligibilityInput, ReferralGroundsPatch, ReferralInput } from './referrals.inputs.js';
import { ReferralsService } from './referrals.service.js';

const reading = PlacementsService.prototype;
const referring = ReferralsService.prototype;
const moving = MovesService.prototype;

@Controller('v1/placements')
export class PlacementsController {
  constructor(
    private readonly placements: PlacementsService,
    private readonly referrals: ReferralsService,
    private readonly moves: MovesService,
  ) {}

  @Lists('', Placement, { summary: 'List the placements that you follow', use: reading.list })
  list(@Query() filter: PlacementFilter): Promise<Page<Placement>> {
    return this.placements.list(filter);
  }

  @Delta('delta', PlacementStatusEntry, {
    summary: 'What changed of placements since a token, deletions included',
    use: reading.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.placements.delta(query);
  }

  @Reads('reconciliation', PlacementReconciliation, {
    summary: 'Counts by status, to check a copy',
    use: reading.reconciliation,
  })
  reconciliation(): Promise<PlacementReconciliation> {
    return this.placements.reconciliation();
  }

  @Reads('durations', PlacementDurations, {
    summary: 'Median days from referral to offer to keys',
    use: reading.durations,
  })
  durations(@Query() filter: DurationFilter): Promise<PlacementDurations> {
    return this.placements.durations(filter);
  }

  @Reads(':id', Placement, { summary: 'Read a placement', use: reading.get })
  get(@Param('id') id: string): Promise<Placement> {
    return this.placements.get(id);
  }

  @Changes(':id', Placement, { summary: 'Give a placement your own identifiers', use: reading.identify })
  identify(@Param('id') id: string, @Body() patch: PlacementPatch): Promise<Placement> {
    return this.placements.identify(id, patch);
  }

  @Lists(':id/history', PlacementStepRecord, {
    summary: 'Every step: who, when, and what it led to',
    use: reading.history,
  })
  history(@Param('id') id: string, @Query() filter: StepFilter): Promise<Page<PlacementStepRecord>> {
    return this.placements.history(id, filter);
  }

  @Creates('', Placement, { summary: 'Refer a household into a programme', use: referring.refer })
  refer(@Body() input: ReferralInput): Promise<Placement> {
    return this.referrals.refer(input);
  }

  @Puts('by-external-id/:system/:value', Placement, {
    summary: 'Refer a household, or replace the grounds of its referral, by your own identifier',
    use: referring.putByExternalId,
  })
  put(
    @Param('system') system: string,
    @Param('value') value: string,
    @Body() input: ReferralInput,
  ): Promise<Placement> {
    return this.referrals.putByExternalId(system, value, input);
  }

  @Reads(':id/referral', Referral, {
    summary: 'Who is referred, by whom, into which programme',
    use: referring.referral,
  })
  referral(@Param('id') id: string): Promise<Referral> {
    return this.referrals.referral(id);
  }

  @Reads(':id/grounds', ReferralGrounds, {
    summary: 'Why the household is referred, and what it wishes',
    use: referring.grounds,
  })
  grounds(@Param('id') id: string): Promise<ReferralGrounds> {
    return this.referrals.grounds(id);
  }

  @Changes(':id/grounds', ReferralGrounds, {
    summary: 'Change why the household is referred, or what it wishes',
    use: referring.changeGrounds,
  })
  changeGrounds(@Param('id') id: string, @Body() patch: ReferralGroundsPatch): Promise<ReferralGrounds> {
    return this.referrals.changeGrounds(id, patch);
  }

  @Reads(':id/exit', PlacementExit, { summary: 'Where the household went when the placement ended', use: reading.exit })
  exit(@Param('id') id: string): Promise<PlacementExit> {
    return this.placements.exit(id);
  }

  @Acts(':id/eligibility', Placement, { summary: 'Record the eligibility check', use: referring.qualify })
  qualify(@Param('id') id: string, @Body() input: EligibilityInput): Promise<Placement> {
    return this.referrals.qualify(id, input);
  }

  @Acts(':id/move-in', Placement, { summary: 'The household has the keys', use: moving.moveIn })
  moveIn(@Param('id') id: string, @Body() input: MoveInInput): Promise<Placement> {
    return this.moves.moveIn(id, input);
  }

  @Acts(':id/ending', Placement, { summary: 'The placement ends, with its exit route', use: moving.end })
  end(@Param('id') id: string, @Body() input: EndingInput): Promise<Placement> {
    return this.moves.end(id, input);
  }
}
