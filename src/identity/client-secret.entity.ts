import { Column } from 'typeorm';
import { Noun, Published, View } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { clock } from '../platform/clock.js';

@Noun('ClientSecret', 'client_secrets', 'A secret of a client. What it is was shown once; only its hash is kept')
export class ClientSecret extends Record {
  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId!: string;

  @Published.id({ about: 'The client' })
  clientId!: string;

  @Published.text({ about: 'The eight characters after `psk_`, by which to recognise it', max: 8, example: '5f0c9a1b' })
  hint!: string;

  @Column({ type: 'bytea', select: false })
  hash!: Buffer;

  @Published.instant({ about: 'When it stops by itself', nullable: true })
  expiresAt!: string | null;

  @Published.instant({ about: 'When it was taken back', nullable: true })
  revokedAt!: string | null;

  @Published.date({ about: 'Day on which it was last used', nullable: true, column: false })
  @Column({ name: 'last_used_on', type: 'date', nullable: true, insert: false, update: false })
  lastUsedOn!: string | null;

  /** Takes it back; again changes nothing. */
  revoke(): void {
    this.revokedAt ??= clock.now();
  }
}

@View('IssuedClientSecret', 'A new secret, shown this once')
export class IssuedClientSecret extends ClientSecret {
  @Published.text({
    about: 'The secret. It is not kept: note it now',
    max: 60,
    example: 'psk_5f0c9a1b_…',
    column: false,
  })
  secret!: string;
}
