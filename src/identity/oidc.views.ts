import { Command, Input } from '../platform/api/inputs.js';
import { Published, View } from '../platform/api/published.js';

@Command('OidcBeginning', 'A login at the external provider to begin')
export class OidcBeginning {
  @Input.text({
    about: 'Where the provider sends the person back to: a page of a configured origin',
    max: 500,
    example: 'https://app.example/callback',
  })
  redirectUri!: string;
}

@Command('OidcReturn', 'What the provider gave the page to which it sent the person back')
export class OidcReturn {
  @Input.text({ about: '`code` of the answer', max: 2000, example: 'SplxlOBeZQQYbYS6WxSbIA' })
  code!: string;

  @Input.text({
    about: '`state` of the answer; the page checks first that it is the one which it was given',
    max: 2000,
    example: '1f0c…',
  })
  state!: string;
}

@View('OidcAuthorization', 'Where to send the person')
export class OidcAuthorization {
  @Published.text({
    about: 'Address of the provider',
    max: 4000,
    example: 'https://provider.example/authorize?…',
    column: false,
  })
  authorizationUrl!: string;

  @Published.text({
    about: 'To be kept by the page, and compared when the person is back',
    max: 2000,
    example: '1f0c…',
    column: false,
  })
  state!: string;
}
