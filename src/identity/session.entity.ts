import { Column } from 'typeorm';
import { Noun, Published, View } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { clock } from '../platform/clock.js';

@Noun('Session', 'sessions', 'A login of a person, which she renews with a refresh token until she ends it')
export class Session extends Record {
  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId!: string;

  @Published.id({ about: 'The person' })
  userId!: string;

  @Published.instant({ about: 'When it was last renewed' })
  lastUsedAt!: string;

  @Published.instant({ about: 'When it ends at the latest' })
  expiresAt!: string;

  @Published.instant({ about: 'When it ended', nullable: true })
  endedAt!: string | null;

  /** Ends it, with its tokens; again changes nothing. */
  end(): void {
    this.endedAt ??= clock.now();
  }
}

@View('SessionTokens', 'What a login gives: an access token for ten minutes, and a refresh token that is good once')
export class SessionTokens {
  @Published.id({ about: 'The session', column: false })
  id!: string;

  @Published.text({ about: 'To be sent as `Authorization: Bearer …`', max: 4096, example: 'eyJ…', column: false })
  accessToken!: string;

  @Published.text({ about: 'Always `Bearer`', max: 6, example: 'Bearer', column: false })
  tokenType!: string;

  @Published.integer({ about: 'Seconds for which the access token is good', min: 1, example: 600, column: false })
  expiresIn!: number;

  @Published.text({
    about: 'For POST /v1/sessions/refresh, once. Used twice, it ends the session',
    max: 60,
    example: 'rft_…',
    column: false,
  })
  refreshToken!: string;

  @Published.instant({ about: 'When the session ends at the latest', column: false })
  sessionExpiresAt!: string;
}
