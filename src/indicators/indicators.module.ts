import { Module } from '@nestjs/common';
import { FiguresController } from './figures.controller.js';
import { FiguresResolver } from './figures.resolver.js';
import { FiguresService } from './figures.service.js';

@Module({
  controllers: [FiguresController],
  providers: [FiguresService, FiguresResolver],
  exports: [FiguresService],
})
export class IndicatorsModule {}
