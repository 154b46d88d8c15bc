import { Controller, Param, Query } from '@nestjs/common';
import { Reads } from '../platform/api/operations.js';
import { FigureFilter } from './figures.inputs.js';
import { FiguresService } from './figures.service.js';
import { ProgrammeFigures } from './figures.views.js';

@Controller('v1/programmes/:key/figures')
export class FiguresController {
  constructor(private readonly figures: FiguresService) {}

  @Reads('', ProgrammeFigures, {
    summary: 'Read the figures of a programme over a period',
    use: FiguresService.prototype.ofProgramme,
    personal: false,
    unversioned: true,
  })
  ofProgramme(@Param('key') key: string, @Query() filter: FigureFilter): Promise<ProgrammeFigures> {
    return this.figures.ofProgramme(key, filter);
  }
}
