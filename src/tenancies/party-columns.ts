import { actor } from '../platform/context.js';
import { lets } from './keepers.js';

/**
 * Columns by which who acts may be party of a tenancy, or of its arrears case: by a role in which it is named, or as the organisation
 * that is the tenant. The policy is the judge (`isolateParties`); where it would refuse all rows, a list need not look.
 */
export function partyColumns(): string[] {
  const who = actor();
  return [
    ...(lets(who) ? ['landlord_id', 'operator_id'] : []),
    ...(who.roles.includes('supporter') ? ['supporter_id'] : []),
    'tenant_organisation_id',
  ];
}
