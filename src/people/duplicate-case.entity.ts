import { Noun, Published } from '../platform/api/published.js';
import { HouseholdRecord } from './household-record.js';
import { DuplicateStatus } from './people.enums.js';

/** Blind: one’s own household and nothing of the other, nor who follows it. Each side has its own row and its own id. */
@Noun('DuplicateCase', 'duplicate_cases', 'A household of the caller that may be known twice in the consortium')
export class DuplicateCase extends HouseholdRecord {
  @Published.code(DuplicateStatus, { about: 'Status', example: 'open' })
  status!: DuplicateStatus;

  @Published.instant({ about: 'When this side answered', nullable: true })
  answeredAt!: string | null;
}
