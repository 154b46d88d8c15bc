import { Published, View } from '../platform/api/published.js';
import { Tenancy } from './tenancy.entity.js';

@View('TenancyEntry', 'A tenancy in the change feed, as its reader may see it; or `removed` with a reason')
export class TenancyEntry extends Tenancy {
  @Published.integer({ about: 'Version of the tenancy itself', min: 1, column: false })
  tenancyVersion!: number;
}
