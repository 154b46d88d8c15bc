import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { PublicKeyInput } from './public-key.js';

const SCOPE = /^[a-z_-]{1,40}:(read|write)$/;

@Command('ApiClientInput', 'A machine to let in')
export class ApiClientInput {
  @Input.text({ about: 'Name', max: 100, example: 'Housing stock software' })
  name!: string;

  @Input.texts({
    about: 'Scopes that it may be granted; absent or null: whatever your roles allow',
    optional: true,
    nullable: true,
    max: 50,
    minItems: 1,
    maxItems: 100,
    pattern: SCOPE,
    format: 'feature:read, feature:write',
    example: ['placements:read'],
  })
  scopes?: string[] | null;

  @Input.many(() => PublicKeyInput, {
    about: 'Public keys for `private_key_jwt`, instead of secrets',
    optional: true,
    nullable: true,
    minItems: 1,
    maxItems: 5,
  })
  publicKeys?: PublicKeyInput[] | null;
}

@Command(
  'ApiClientPatch',
  'What changes of a client. Fewer scopes, other keys or `active: false` end its tokens at once',
)
export class ApiClientPatch {
  @Input.text({ about: 'Name', max: 100, optional: true, example: 'Housing stock software' })
  name?: string;

  @Input.texts({
    about: 'Scopes that it may be granted; null: whatever your roles allow',
    optional: true,
    nullable: true,
    max: 50,
    minItems: 1,
    maxItems: 100,
    pattern: SCOPE,
    format: 'feature:read, feature:write',
    example: ['placements:read'],
  })
  scopes?: string[] | null;

  @Input.many(() => PublicKeyInput, {
    about: 'Public keys for `private_key_jwt`',
    optional: true,
    nullable: true,
    minItems: 1,
    maxItems: 5,
  })
  publicKeys?: PublicKeyInput[] | null;

  @Input.flag({ about: 'Whether it may log in', optional: true, example: false })
  active?: boolean;
}

@Command('ApiClientFilter', 'Which clients')
export class ApiClientFilter extends PageFilter {
  @Input.flag({ about: 'That may log in, or may not', optional: true })
  active?: boolean;
}

@Command('ClientSecretInput', 'A secret to make')
export class ClientSecretInput {
  @Input.instant({ about: 'When it stops by itself', optional: true, nullable: true })
  expiresAt?: string | null;
}

@Command('ClientSecretFilter', 'Which secrets of a client')
export class ClientSecretFilter extends PageFilter {}
