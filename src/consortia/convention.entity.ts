import { Noun, Published } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import { DecidingBody, OmittableStep } from './consortia.enums.js';
import { CONSORTIA_REASONS } from './consortia.reasons.js';

type Terms = Pick<
  Convention,
  'programmeId' | 'subject' | 'signedOn' | 'startsOn' | 'validUntil' | 'decidingBody' | 'omittedSteps'
>;

/**
 * A party, or the coordinator, says it; nothing follows from a party's word until another has confirmed: no programme opens, no
 * dwelling comes, no household is referred under it.
 */
@Noun('Convention', 'conventions', 'What a landlord and an association agreed; its riders bring dwellings')
export class Convention extends Record {
  @Published.id({ about: 'The landlord' })
  landlordId!: string;

  @Published.id({ about: 'The association that holds it' })
  holderId!: string;

  @Published.id({ about: 'The programme that it serves', nullable: true })
  programmeId!: string | null;

  @Published.text({
    about: 'What it is about',
    max: 300,
    nullable: true,
    example: 'Mise à disposition de grands logements',
  })
  subject!: string | null;

  @Published.date({ about: 'When it was signed', example: '2014-06-17' })
  signedOn!: string;

  @Published.date({ about: 'First day', example: '2014-07-01' })
  startsOn!: string;

  @Published.date({ about: 'Last valid day, null when it has no end', nullable: true })
  validUntil!: string | null;

  @Published.code(DecidingBody, { about: 'Who decides, when it is not the programme’s body', nullable: true })
  decidingBody!: DecidingBody | null;

  @Published.codes(OmittableStep, {
    about: 'Steps that it leaves out; null: those of the programme',
    nullable: true,
    example: ['submission'],
  })
  omittedSteps!: OmittableStep[] | null;

  @Published.id({ about: 'Who recorded it, or changed it last before it was confirmed' })
  proposedById!: string;

  @Published.id({
    about: 'Who confirmed it: the other party, or the coordinator; null: it has no effect yet',
    nullable: true,
  })
  confirmedById!: string | null;

  @Published.date({ about: 'When it was confirmed', nullable: true })
  confirmedOn!: CivilDate | null;

  get isConfirmed(): boolean {
    return this.confirmedById !== null;
  }

  isParty(organisationId: string): boolean {
    return [this.landlordId, this.holderId].includes(organisationId);
  }

  /** What one says of it. The coordinator, who is no party, stands for both. @throws convention_agreed */
  propose(terms: Partial<Terms>, by: string, on: CivilDate): void {
    if (this.isConfirmed && this.isParty(by)) this.demandSooner(terms);
    else Object.assign(this, { proposedById: by, confirmedById: null, confirmedOn: null });
    this.agree(terms);
    if (!this.isParty(by)) this.confirm(by, on);
  }

  /** @throws convention_confirmed, convention_awaits_other */
  confirm(by: string, on: CivilDate): void {
    if (this.isConfirmed) throw conflict(CONSORTIA_REASONS.convention_confirmed);
    if (this.isParty(by) && this.proposedById === by) throw conflict(CONSORTIA_REASONS.convention_awaits_other);
    Object.assign(this, { confirmedById: by, confirmedOn: on });
  }

  /** Who confirms may name the programme where it was left open. @throws convention_agreed */
  serve(programmeId: string | undefined): void {
    if (programmeId === undefined) return;
    if (this.programmeId !== null && this.programmeId !== programmeId.toLowerCase())
      throw conflict(CONSORTIA_REASONS.convention_agreed);
    this.programmeId = programmeId;
  }

  /** Leaving is one's own; whatever else was agreed by two. */
  private demandSooner({ validUntil, ...others }: Partial<Terms>): void {
    const later = validUntil === null || (validUntil && this.validUntil && validUntil > this.validUntil);
    if (later || Object.values(others).some((value) => value !== undefined))
      throw conflict(CONSORTIA_REASONS.convention_agreed);
  }

  private agree(terms: Partial<Terms>): void {
    for (const [property, value] of Object.entries(terms)) {
      if (value !== undefined) Object.assign(this, { [property]: Array.isArray(value) ? [...new Set(value)] : value });
    }
    if (this.validUntil && this.validUntil < this.startsOn) throw invalid('/validUntil', 'period_reversed');
  }

  /** A rider may be signed before the first day; after the last there is nothing left to bring. @throws convention_ended */
  demandNotOver(day: CivilDate): void {
    const { validUntil } = this;
    if (validUntil !== null && validUntil < day)
      throw conflict(CONSORTIA_REASONS.convention_ended, { until: validUntil });
  }

  isInForceOn(day: CivilDate): boolean {
    return this.startsOn <= day && (this.validUntil === null || day <= this.validUntil);
  }
}
