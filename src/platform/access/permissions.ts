/** Roles that an organisation holds in a consortium. */
export const ROLES = [
  'coordinator',
  'landlord',
  'operator',
  'supporter',
  'referrer',
  'specialist',
  'validator',
  'funder',
] as const;
export type Role = (typeof ROLES)[number];

/** Functions that a person holds inside an organisation; machines hold none. */
export const FUNCTIONS = [
  'administrator',
  'social_worker',
  'rent_officer',
  'landlord_social_adviser',
  'reader',
] as const;
export type StaffFunction = (typeof FUNCTIONS)[number];

/**
 * THE table: what each role may do, `feature:verb`. A use case names its permission once, with `@Requires`.
 * What an organisation may do with a given row depends on its relation to that row: that is the row-level policy's work.
 */
const EVERYONE = [
  'consortia:read',
  'housing:read',
  'identity:read',
  'nomenclatures:read',
  'agenda:read',
  'alerts:read',
  'alerts:handle',
] as const;

const TABLE = {
  coordinator: [
    ...EVERYONE,
    'consortia:write',
    'consortia:convene',
    'identity:write',
    'people:stub',
    'placements:read',
    'placements:referrals',
    'placements:identify',
    'placements:qualify',
    'placements:offer',
    'placements:queue',
    'tenancies:read',
    'shared-flats:read',
    'arrears-levels:read',
    'arrears-rules:read',
    'arrears-rules:write',
    'figures:read',
    'audit:read',
    'jobs:read',
  ],
  landlord: [
    ...EVERYONE,
    'identity:write',
    'housing:write',
    'consortia:convene',
    'people:read',
    'placements:read',
    'placements:referrals',
    'placements:identify',
    'placements:decide',
    'placements:move',
    'tenancies:read',
    'tenancies:reviews',
    'tenancies:write',
    'accounts:read',
    'accounts:write',
    'shared-flats:read',
    'arrears:read',
    'arrears:write',
    'arrears-rules:read',
    'figures:read',
    'audit:read',
  ],
  operator: [
    ...EVERYONE,
    'identity:write',
    'housing:write',
    'consortia:convene',
    'people:read',
    'placements:read',
    'placements:referrals',
    'placements:identify',
    'placements:decide',
    'placements:move',
    'placements:queue',
    'tenancies:read',
    'tenancies:reviews',
    'tenancies:write',
    'accounts:read',
    'accounts:write',
    'shared-flats:read',
    'shared-flats:write',
    'arrears:read',
    'arrears:write',
    'arrears-rules:read',
    'figures:read',
    'audit:read',
  ],
  supporter: [
    ...EVERYONE,
    'identity:write',
    'people:read',
    'people:write',
    'people:disclose',
    'placements:read',
    'placements:referrals',
    'placements:identify',
    'placements:refer',
    'placements:qualify',
    'placements:offer',
    'placements:answer',
    'placements:decide',
    'placements:move',
    'placements:queue',
    'tenancies:read',
    'tenancies:reviews',
    'tenancies:write',
    'accounts:read',
    'shared-flats:read',
    'shared-life:read',
    'shared-life:write',
    'arrears:read',
    'arrears:write',
    'arrears-rules:read',
    'consortia:convene',
    'figures:read',
    'audit:read',
  ],
  referrer: [
    ...EVERYONE,
    'identity:write',
    'people:read',
    'people:write',
    'people:disclose',
    'placements:read',
    'placements:referrals',
    'placements:identify',
    'placements:refer',
    'placements:qualify',
    'placements:offer',
    'placements:answer',
    'placements:queue',
    'figures:read',
    'audit:read',
  ],
  specialist: [...EVERYONE, 'identity:write', 'people:read', 'placements:read', 'placements:referrals', 'audit:read'],
  validator: [...EVERYONE, 'identity:write', 'figures:read', 'audit:read'],
  funder: [...EVERYONE, 'identity:write', 'figures:read', 'audit:read'],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof TABLE)[Role][number];

/** What a person's function leaves of the organisation's permissions. An administrator runs accounts and sees nobody. */
const FUNCTION_TABLE: Record<StaffFunction, (permission: Permission) => boolean> = {
  administrator: (p) => /^(consortia|housing|identity|nomenclatures|figures|audit|jobs):/.test(p),
  social_worker: (p) => !/^(identity:write|audit:|consortia:write)/.test(p),
  rent_officer: (p) =>
    /^(consortia:read|housing:|identity:read|nomenclatures:|placements:read|tenancies:|shared-flats:|accounts:|arrears|agenda:|alerts:)/.test(
      p,
    ),
  landlord_social_adviser: (p) => !/^(identity:write|audit:|consortia:write|housing:write)/.test(p),
  reader: (p) =>
    /^((consortia|housing|nomenclatures|placements|tenancies|shared-flats|figures):read|tenancies:reviews)$/.test(p),
};

export function permissionsOf(roles: readonly Role[]): Set<Permission> {
  return new Set(roles.flatMap((role): readonly Permission[] => TABLE[role]));
}

export function permissionsOfStaff(roles: readonly Role[], functions: readonly StaffFunction[]): Set<Permission> {
  const held = [...permissionsOf(roles)];
  return new Set(held.filter((permission) => functions.some((name) => FUNCTION_TABLE[name](permission))));
}

/** Verbs that only read, for fewer eyes than the feature’s `read`. */
const READING = ['read', 'stub', 'reviews', 'referrals'];

/** The OAuth scope that a permission needs: `feature:read` for what reads, `feature:write` for every other verb. */
export function scopeOf(permission: Permission): string {
  const [feature, verb] = permission.split(':') as [string, string];
  return READING.includes(verb) ? `${feature}:read` : `${feature}:write`;
}

export function scopesOf(roles: readonly Role[]): Set<string> {
  return new Set([...permissionsOf(roles)].map(scopeOf));
}

export const ALL_PERMISSIONS: readonly Permission[] = [...permissionsOf(ROLES)].sort();
