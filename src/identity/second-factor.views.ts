import { Published, View } from '../platform/api/published.js';

@View('SecondFactorSecret', 'What the person’s application reads, shown this once; in place once a code confirms it')
export class SecondFactorSecret {
  @Published.text({ about: 'The secret, base32', max: 64, example: 'JBSWY3DPEHPK3PXP', column: false })
  secret!: string;

  @Published.text({
    about: 'The same for a QR code',
    max: 500,
    example: 'otpauth://totp/Passerelle:a.martin…',
    column: false,
  })
  uri!: string;
}

@View('RecoveryCodes', 'Ten codes, each good once, shown this once')
export class RecoveryCodes {
  @Published.texts({
    about: 'To be kept apart from the telephone',
    maxItems: 10,
    example: ['0a1b2-c3d4e-5f607-18293'],
    column: false,
  })
  recoveryCodes!: string[];
}
