import { Logger } from '@nestjs/common';
import { CredentialWatch } from '../../src/auth/access/credential-watch.js';
import { RevokedCredentials } from '../../src/auth/access/revoked-credentials.js';
import { loadConfig } from '../../src/config/index.js';
import { newId } from '../../src/common/ids.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

describe('CredentialWatch', () => {
  let server: TestRedis;
  let here: CacheProcess;
  let elsewhere: CacheProcess;
  let credential: string;
  let sut: CredentialWatch;

  beforeAll(async () => {
    server = await startTestRedis();
    [here, elsewhere] = await Promise.all([startCacheProcess('t', server.url), startCacheProcess('t', server.url)]);
    sut = new CredentialWatch(here.redis, new RevokedCredentials(here.redis, loadConfig({})));
    sut.onModuleInit();
  });
  beforeEach(() => {
    credential = newId();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    here?.stop();
    elsewhere?.stop();
    await server?.stop();
  });

  const ended = () => new Promise<string>((resolve) => sut.onRevoked(credential, () => resolve('ended')));
  const end = () => new RevokedCredentials(elsewhere.redis, loadConfig({})).add(credential);
  /** As if the message had been lost. */
  const endUnheard = () => elsewhere.redis.commands.set(elsewhere.redis.key('revoked', credential), '1');
  const cut = () => server.redis.client('KILL', 'TYPE', 'PUBSUB');

  it('should tell of a credential that is ended in another process', async () => {
    const heard = ended();

    await end();

    await expect(heard).resolves.toBe('ended');
  });

  it('should tell at once of one that has ended while who asks was admitted', async () => {
    const heard = ended();
    await end();
    await heard;

    await expect(ended()).resolves.toBe('ended');
  });

  it('should tell nothing of one that is admitted again, neither who asks then nor who looks it up', async () => {
    const heard = ended();
    await end();
    await heard;
    const other = newId();
    const otherHeard = new Promise<void>((resolve) => sut.onRevoked(other, resolve));
    const list = new RevokedCredentials(elsewhere.redis, loadConfig({}));

    await list.readmit(credential);
    // What is said after it is heard after it.
    await list.add(other);
    await otherHeard;
    const told = jest.fn();
    sut.onRevoked(credential, told)();

    expect(told).not.toHaveBeenCalled();
    expect(await list.has(credential)).toBe(false);
  });

  it('should tell of one that was ended while it could not listen', async () => {
    const heard = ended();

    await endUnheard();
    await cut();

    await expect(heard).resolves.toBe('ended');
  });

  it('should look again when what it missed could not be looked up', async () => {
    const heard = ended();
    const complaint = new Promise<void>((resolve) => {
      jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => resolve());
    });
    here.redis.commands.disconnect();

    await endUnheard();
    await cut();
    await complaint;
    await here.redis.commands.connect();

    await expect(heard).resolves.toBe('ended');
  });
});
