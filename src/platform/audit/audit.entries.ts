import { Command, Input } from '../api/inputs.js';
import { Published, View } from '../api/published.js';
import { AuditKind, PrincipalType } from './audit.enums.js';

const OPERATION = 'GET /v1/placements/:id';

@View('AuditEntry', 'One access of the own organisation to personal data: ids only, never a value')
export class AuditEntry {
  @Published.id({ about: 'Identifier, UUIDv7', column: false })
  id!: string;

  @Published.instant({ about: 'When', column: false })
  at!: string;

  @Published.code(AuditKind, { about: 'Whether it read or changed', column: false })
  kind!: AuditKind;

  @Published.code(PrincipalType, { about: 'Kind of who acted', column: false })
  principalType!: PrincipalType;

  @Published.text({
    about: 'Who acted: API client, user or job',
    column: false,
    example: '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10',
  })
  principalId!: string;

  @Published.text({
    about: 'What was asked for: the route, or the GraphQL operation',
    column: false,
    example: OPERATION,
  })
  operation!: string;

  @Published.texts({ about: 'What kinds of records', column: false, example: ['placements'] })
  tables!: string[];

  @Published.ids({ about: 'Which records', maxItems: 100_000, sql: (row) => `${row}.ids` })
  subjectIds!: string[];

  @Published.text({
    about: 'The `X-Request-Id` of the request',
    column: false,
    example: '6f1c9c1e-9d1f-4a55-8a3c-0f9d6f3b2a10',
  })
  requestId!: string;
}

@Command('AuditFilter', 'Which entries of the audit')
export class AuditFilter {
  @Input.integer({ about: 'Rows a page', min: 1, max: 200, optional: true, example: 50, restOnly: true })
  limit?: number;

  @Input.text({
    about: 'The `nextCursor` of the page before',
    max: 1000,
    optional: true,
    example: 'eyJ…',
    restOnly: true,
  })
  cursor?: string;

  @Input.code(AuditKind, { about: 'Only reads, or only changes', optional: true })
  kind?: AuditKind;

  @Input.instant({ about: 'At or after this instant', optional: true })
  from?: string;

  @Input.instant({ about: 'Before this instant', optional: true })
  to?: string;

  @Input.code(PrincipalType, { about: 'By this kind of principal', optional: true })
  principalType?: PrincipalType;

  @Input.text({ about: 'Who acted', max: 200, optional: true, example: '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10' })
  principalId?: string;

  @Input.text({ about: 'A kind of record', max: 60, optional: true, example: 'placements' })
  table?: string;

  @Input.id({ about: 'A record', optional: true })
  subjectId?: string;
}
