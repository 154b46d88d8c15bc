import { clock } from '../platform/clock.js';
import { randomSecret, sha256 } from '../platform/crypto.js';
import { Published, View } from '../platform/api/published.js';

const DAYS = 7;

/** A token with which an invited person sets her password; only its hash is kept. */
export function newInvitation(): { token: string; hash: Buffer; until: string } {
  const token = `inv_${randomSecret()}`;
  return {
    token,
    hash: sha256(token),
    until: clock
      .instant()
      .add({ hours: 24 * DAYS })
      .toString({ smallestUnit: 'millisecond' }),
  };
}

@View('Invitation', 'The token of an invitation, shown this once')
export class Invitation {
  @Published.id({ about: 'The account', column: false })
  userId!: string;

  @Published.text({
    about: 'To be handed to the person: with it she sets her password at POST /v1/sessions/activation',
    max: 60,
    example: 'inv_…',
    column: false,
  })
  activationToken!: string;

  @Published.instant({ about: 'Until when it is good', column: false })
  activationExpiresAt!: string;
}
