import type { Parent } from '../platform/api/child-pages.js';

export const OF_TENANCY: Parent = { from: 'tenancies p', key: 'p.id', on: 't.tenancy_id = p.id' };

/** What goes with the account: 404 where that is not to be seen. */
export const OF_ACCOUNT: Parent = { from: 'accounts p', key: 'p.tenancy_id', on: 't.tenancy_id = p.tenancy_id' };

/** What the owner of the flat sees too, of a tenancy beneath its head tenancy. */
export const OF_OCCUPANCY: Parent = {
  from: '(SELECT o.consortium_id, o.id FROM tenancy_occupancies o UNION SELECT c.consortium_id, c.id FROM tenancies c) p',
  key: 'p.id',
  on: 't.tenancy_id = p.id',
};

export const OF_HEAD_TENANCY: Parent = { from: 'tenancies p', key: 'p.id', on: 't.head_tenancy_id = p.id' };

export const OF_CASE: Parent = { from: 'arrears_cases p', key: 'p.id', on: 't.case_id = p.id' };

export const OF_TENANCY_OF_CASE: Parent = { from: 'arrears_cases p', key: 'p.id', on: 't.tenancy_id = p.tenancy_id' };
