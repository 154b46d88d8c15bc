import { Module } from '@nestjs/common';
import { NomenclaturesController } from './nomenclatures.controller.js';
import { NomenclaturesResolver } from './nomenclatures.resolver.js';
import { NomenclaturesService } from './nomenclatures.service.js';

@Module({
  controllers: [NomenclaturesController],
  providers: [NomenclaturesService, NomenclaturesResolver],
})
export class ExchangeModule {}
