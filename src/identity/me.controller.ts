import { Body, Controller } from '@nestjs/common';
import { Answers, Reads } from '../platform/api/operations.js';
import { Me } from './me.js';
import { MeService } from './me.service.js';
import { OwnAccountService } from './own-account.service.js';
import { RecoveryCodes, SecondFactorSecret } from './second-factor.views.js';
import { PasswordInput, PasswordProof, SecondFactorRemoval, TotpCode } from './sessions.inputs.js';

const own = OwnAccountService.prototype;

@Controller('v1/me')
export class MeController {
  constructor(
    private readonly me: MeService,
    private readonly account: OwnAccountService,
  ) {}

  @Reads('', Me, { summary: 'Who the token speaks for', use: MeService.prototype.get })
  get(): Promise<Me> {
    return this.me.get();
  }

  @Answers('password', undefined, {
    summary: 'Change your password; every session of yours ends',
    use: own.changePassword,
    status: 204,
  })
  changePassword(@Body() input: PasswordInput): Promise<void> {
    return this.account.changePassword(input);
  }

  @Answers('totp', SecondFactorSecret, { summary: 'Begin with a second factor', use: own.beginSecondFactor })
  beginSecondFactor(@Body() input: PasswordProof): Promise<SecondFactorSecret> {
    return this.account.beginSecondFactor(input);
  }

  @Answers('totp/confirmation', RecoveryCodes, {
    summary: 'Put the second factor in place',
    use: own.confirmSecondFactor,
  })
  confirmSecondFactor(@Body() input: TotpCode): Promise<RecoveryCodes> {
    return this.account.confirmSecondFactor(input);
  }

  @Answers('totp/removal', undefined, {
    summary: 'Take the second factor away',
    use: own.removeSecondFactor,
    status: 204,
  })
  removeSecondFactor(@Body() input: SecondFactorRemoval): Promise<void> {
    return this.account.removeSecondFactor(input);
  }
}
