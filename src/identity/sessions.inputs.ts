import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { LONGEST, SHORTEST } from './passwords.js';

@Command('LoginInput', 'Who logs in')
export class LoginInput {
  @Input.text({ about: 'E-mail address of the account', max: 254, example: 'a.martin@ayyem-zamen.example' })
  email!: string;

  @Input.text({ about: 'Password', max: LONGEST, example: 'four rather long words' })
  password!: string;

  @Input.text({
    about: 'Time-based code, where a second factor is in place',
    optional: true,
    max: 6,
    pattern: /^\d{6}$/,
    format: '123456',
    example: '123456',
  })
  totp?: string;

  @Input.text({
    about: 'One of the recovery codes, instead of the time-based code',
    optional: true,
    max: 40,
    example: '0a1b2-c3d4e-5f607-18293',
  })
  recoveryCode?: string;
}

@Command('RefreshInput', 'A session to renew')
export class RefreshInput {
  @Input.text({ about: 'The latest refresh token of the session', max: 60, example: 'rft_…' })
  refreshToken!: string;
}

@Command('ActivationInput', 'An invitation to accept')
export class ActivationInput {
  @Input.text({ about: 'The token of the invitation', max: 60, example: 'inv_…' })
  token!: string;

  @Input.text({
    about: `The password to set, ${SHORTEST} characters or more`,
    max: LONGEST,
    pattern: /^[^]{12,}$/,
    format: { fr: '12 à 128 caractères', en: '12–128 characters' },
    example: 'four rather long words',
  })
  password!: string;
}

@Command('PasswordInput', 'A password to change')
export class PasswordInput {
  @Input.text({ about: 'The password of now', max: LONGEST, example: 'four rather long words' })
  currentPassword!: string;

  @Input.text({
    about: `The password to set, ${SHORTEST} characters or more`,
    max: LONGEST,
    pattern: /^[^]{12,}$/,
    format: { fr: '12 à 128 caractères', en: '12–128 characters' },
    example: 'five other rather long words',
  })
  newPassword!: string;
}

@Command('PasswordProof', 'The password again, before something that matters')
export class PasswordProof {
  @Input.text({ about: 'The password', max: LONGEST, example: 'four rather long words' })
  password!: string;
}

@Command('TotpCode', 'A code of the second factor')
export class TotpCode {
  @Input.text({
    about: 'The code that the application shows',
    max: 6,
    pattern: /^\d{6}$/,
    format: '123456',
    example: '123456',
  })
  totp!: string;
}

@Command('SecondFactorRemoval', 'Password and a code, to take the second factor away')
export class SecondFactorRemoval extends PasswordProof {
  @Input.text({
    about: 'The code that the application shows',
    optional: true,
    max: 6,
    pattern: /^\d{6}$/,
    format: '123456',
    example: '123456',
  })
  totp?: string;

  @Input.text({
    about: 'One of the recovery codes, instead',
    optional: true,
    max: 40,
    example: '0a1b2-c3d4e-5f607-18293',
  })
  recoveryCode?: string;
}

@Command('SessionFilter', 'Which of your sessions')
export class SessionFilter extends PageFilter {}
