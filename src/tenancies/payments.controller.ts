import { Body, Controller } from '@nestjs/common';
import { BodyLimit, Creates, PutsMany } from '../platform/api/operations.js';
import { PaymentsInput } from './payments.inputs.js';
import { PaymentsService } from './payments.service.js';
import { PaymentsReport } from './payments.views.js';

const use = PaymentsService.prototype;
/** Ten thousand lines with long identifiers. */
const LARGEST = 6 * 1024 * 1024;

@Controller('v1/payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Creates('', PaymentsReport, {
    summary: 'Record dues, payments and other entries of many tenancies',
    use: use.import,
    keyed: true,
    status: 200,
  })
  @BodyLimit(LARGEST)
  import(@Body() input: PaymentsInput): Promise<PaymentsReport> {
    return this.payments.import(input);
  }

  @PutsMany('', PaymentsReport, {
    summary: 'The same without a key: what was sent before changes nothing',
    use: use.import,
  })
  @BodyLimit(LARGEST)
  put(@Body() input: PaymentsInput): Promise<PaymentsReport> {
    return this.payments.import(input);
  }
}
