import { Command, Input } from '../platform/api/inputs.js';
import { Published, View } from '../platform/api/published.js';
import { ASSERTION_ALGORITHMS } from './client-assertion.js';

const BASE64URL = /^[\w-]{1,800}$/;

const X = 'diAgaJ9rCRy8I7QP5IDpDWoXCfl0bc66MC03cNV7fvk';
const Y = 'B3Nfom7uizhoRRi-cq4Q0CQyEIzZlCGPxI-xzHJWxEg';

const ALGORITHMS = new RegExp(`^(${ASSERTION_ALGORITHMS.join('|')})$`);
const TYPES = /^(EC|RSA|OKP)$/;

/** A public key as a JWK (RFC 7517). A private member is an unknown property, and refused as such. */
@Command('PublicKeyInput', 'A public key with which a client signs its assertions (JWK)')
export class PublicKeyInput {
  @Input.text({ about: 'Type of key', max: 3, pattern: TYPES, format: 'EC, RSA, OKP', example: 'EC' })
  kty!: string;

  @Input.text({ about: 'Key id, put in the header of assertions', max: 100, example: 'a-2026' })
  kid!: string;

  @Input.text({
    about: 'Curve: P-256, P-384 or Ed25519',
    max: 20,
    optional: true,
    pattern: /^(P-256|P-384|Ed25519)$/,
    format: 'P-256, P-384, Ed25519',
    example: 'P-256',
  })
  crv?: string;

  @Input.text({
    about: 'x coordinate',
    max: 100,
    optional: true,
    pattern: BASE64URL,
    format: 'base64url',
    example: X,
  })
  x?: string;

  @Input.text({
    about: 'y coordinate',
    max: 100,
    optional: true,
    pattern: BASE64URL,
    format: 'base64url',
    example: Y,
  })
  y?: string;

  @Input.text({
    about: 'RSA modulus, at least 2048 bits',
    max: 800,
    optional: true,
    pattern: BASE64URL,
    format: 'base64url',
    example: null,
  })
  n?: string;

  @Input.text({
    about: 'RSA exponent',
    max: 10,
    optional: true,
    pattern: BASE64URL,
    format: 'base64url',
    example: null,
  })
  e?: string;

  @Input.text({ about: 'Use: signatures', max: 3, optional: true, pattern: /^sig$/, format: 'sig', example: 'sig' })
  use?: string;

  @Input.text({
    about: 'Algorithm, where the key is for one alone',
    max: 10,
    optional: true,
    pattern: ALGORITHMS,
    format: ASSERTION_ALGORITHMS.join(', '),
    example: 'ES256',
  })
  alg?: string;
}

@View('PublicKey', 'A public key with which a client signs its assertions (JWK)')
export class PublicKey {
  @Published.text({ about: 'Type of key', max: 3, example: 'EC', column: false })
  kty!: string;

  @Published.text({ about: 'Key id', max: 100, example: 'a-2026', column: false })
  kid!: string;

  @Published.text({ about: 'Curve', max: 20, nullable: true, optional: true, example: 'P-256', column: false })
  crv?: string | null;

  @Published.text({ about: 'x coordinate', max: 100, nullable: true, optional: true, example: X, column: false })
  x?: string | null;

  @Published.text({ about: 'y coordinate', max: 100, nullable: true, optional: true, example: Y, column: false })
  y?: string | null;

  @Published.text({ about: 'RSA modulus', max: 800, nullable: true, optional: true, example: null, column: false })
  n?: string | null;

  @Published.text({ about: 'RSA exponent', max: 10, nullable: true, optional: true, example: null, column: false })
  e?: string | null;

  @Published.text({ about: 'Use', max: 3, nullable: true, optional: true, example: 'sig', column: false })
  use?: string | null;

  @Published.text({ about: 'Algorithm', max: 10, nullable: true, optional: true, example: 'ES256', column: false })
  alg?: string | null;
}
