import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Secrets of the installation: the current key first, older ones still open what they sealed. Each 32 bytes. */
export class Keyring {
  private readonly keys: readonly { id: string; bytes: Buffer }[];

  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0) throw new Error('A key ring needs a key');
    this.keys = keys.map((bytes) => ({ id: sha256(bytes).subarray(0, 4).toString('hex'), bytes }));
  }

  /** AES-256-GCM: `keyId.nonce.tag.ciphertext`, each base64url. `purpose` separates uses and is authenticated. */
  seal(purpose: string, plain: string): string {
    const { id, bytes } = this.keys[0]!;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', derive(bytes, purpose), nonce);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [id, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  }

  /** Opens what `seal` made under the same purpose; throws when it was altered or its key is gone. */
  open(purpose: string, sealed: string): string {
    const [id, nonce, tag, text] = sealed.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (!key || nonce === undefined || tag === undefined || text === undefined)
      throw new Error('Sealed value cannot be opened');
    const decipher = createDecipheriv('aes-256-gcm', derive(key.bytes, purpose), Buffer.from(nonce, 'base64url'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  }

  /** `payload.signature`, for opaque tokens that we hand out and get back. */
  sign(purpose: string, payload: string): string {
    const encoded = Buffer.from(payload, 'utf8').toString('base64url');
    return `${encoded}.${mac(this.keys[0]!.bytes, purpose, encoded)}`;
  }

  /** The payload of a signed token, or undefined when no key of ours signed it for this purpose. */
  verify(purpose: string, token: string): string | undefined {
    const [encoded, signature, ...rest] = token.split('.');
    if (!encoded || !signature || rest.length > 0) return undefined;
    const genuine = this.keys.some(({ bytes }) => sameText(mac(bytes, purpose, encoded), signature));
    return genuine ? Buffer.from(encoded, 'base64url').toString('utf8') : undefined;
  }
}

const derived = new WeakMap<Buffer, Map<string, Buffer>>();

function derive(key: Buffer, purpose: string): Buffer {
  const known = derived.get(key) ?? new Map<string, Buffer>();
  derived.set(key, known);
  const found = known.get(purpose) ?? Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  known.set(purpose, found);
  return found;
}

function mac(key: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', derive(key, purpose)).update(text).digest('base64url').slice(0, 32);
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

export function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
