import { entryOf } from '../platform/api/feed-entry.js';
import { View } from '../platform/api/published.js';
import { Organisation } from './organisation.entity.js';

@View('OrganisationEntry', 'A partner in the change feed')
export class OrganisationEntry extends entryOf(
  Organisation,
  'name',
  'kind',
  'siret',
  'rna',
  'discreet',
  'contact',
  'externalIds',
) {}
