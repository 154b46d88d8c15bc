import { Controller, Param, Query } from '@nestjs/common';
import { Files, Reads } from '../platform/api/operations.js';
import { AccountStatement, StatementQuery } from './statement.views.js';
import { StatementsService } from './statements.service.js';

const use = StatementsService.prototype;

/** The same statement in three shapes. */
@Controller('v1/tenancies/:id')
export class StatementsController {
  constructor(private readonly statements: StatementsService) {}

  @Reads('statement', AccountStatement, { summary: 'The account month by month', use: use.get, unversioned: true })
  statement(@Param('id') id: string, @Query() query: StatementQuery): Promise<AccountStatement> {
    return this.statements.get(id, query);
  }

  @Files('statement.csv', {
    summary: 'The entries of the statement as CSV',
    media: 'text/csv; charset=utf-8',
    use: use.csv,
  })
  csv(@Param('id') id: string, @Query() query: StatementQuery): Promise<string> {
    return this.statements.csv(id, query);
  }

  @Files('statement.pdf', { summary: 'The statement as PDF', media: 'application/pdf', use: use.pdf })
  pdf(@Param('id') id: string, @Query() query: StatementQuery): Promise<Buffer> {
    return this.statements.pdf(id, query);
  }
}
