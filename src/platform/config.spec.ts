import { describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { ConfigError, loadConfig } from './config.js';
import { assertListenable } from './listening.js';

const KEYS = { PASSERELLE_KEYS: Buffer.alloc(32).toString('base64') };
const read = (environment: Record<string, string>) => loadConfig({ ...KEYS, ...environment });

describe('The configuration', () => {
  it('names every bad variable at once, and never a value', () => {
    const bad = () => read({ HOST: 'not a host!', PORT: '99999', LOG_LEVEL: 'loud', PASSERELLE_TYPO: 'secret' });
    expect(bad).toThrow(ConfigError);
    expect(bad).toThrow(/HOST: .*\n.*PORT: .*\n.*LOG_LEVEL: .*\n.*PASSERELLE_TYPO: no such variable$/);
    expect(bad).not.toThrow(/loud|99999|secret/);
  });

  it.each([['127.0.0.1'], ['::1'], ['localhost'], ['api.passerelle.example']])('takes the host %s', (HOST) => {
    expect(read({ HOST }).HOST).toBe(HOST);
  });

  it.each([['999.1.1.1'], ['1.2.3'], ['-a'], ['http://127.0.0.1'], ['127.0.0.1:3000']])(
    'refuses the host %s',
    (HOST) => {
      expect(() => read({ HOST })).toThrow(/HOST: /);
    },
  );

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::', 'http://[::1]:3000'],
  ])('listening on %s, is reached at %s', (HOST, url) => {
    expect(read({ HOST }).PASSERELLE_PUBLIC_URL).toBe(url);
  });
});

describe('The address to listen on', () => {
  it('is refused before anything is started', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(assertListenable({ HOST: '127.0.0.1', PORT: port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
    await new Promise((resolve) => server.close(resolve));
    await expect(assertListenable({ HOST: '127.0.0.1', PORT: port })).resolves.toBeUndefined();
    await expect(assertListenable({ HOST: '192.0.2.1', PORT: port })).rejects.toThrow(
      'HOST: no address of this machine',
    );
  });
});
