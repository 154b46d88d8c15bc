import { Controller } from '@nestjs/common';
import { Reads } from '../platform/api/operations.js';
import { ConsortiumService } from './consortium.service.js';
import { Consortium } from './consortium.view.js';

@Controller('v1/consortium')
export class ConsortiumController {
  constructor(private readonly consortium: ConsortiumService) {}

  @Reads('', Consortium, {
    summary: 'Read the consortium in which you act',
    use: ConsortiumService.prototype.get,
    personal: false,
  })
  get(): Promise<Consortium> {
    return this.consortium.get();
  }
}
