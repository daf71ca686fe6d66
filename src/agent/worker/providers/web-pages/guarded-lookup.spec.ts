import { type LookupAddress, type LookupOptions } from 'node:dns';
import { guardedLookup } from './guarded-lookup.js';

describe('guardedLookup', () => {
  const lookup = (addresses: LookupAddress[], options: LookupOptions) =>
    new Promise((resolve, reject) => {
      guardedLookup((_, done) => done(null, addresses))('shop.example', options, (error, address, family) =>
        error ? reject(error) : resolve(family === undefined ? address : { address, family }),
      );
    });
  const addresses: LookupAddress[] = [
    { address: '93.184.216.34', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ];

  it('should hand the socket exactly the addresses it checked when it asks for all', async () => {
    await expect(lookup(addresses, { all: true })).resolves.toEqual(addresses);
  });

  it('should hand the socket the first address it checked when it asks for one', async () => {
    await expect(lookup(addresses, {})).resolves.toEqual(addresses[0]);
  });

  it.each(['10.1.2.3', '::1', '169.254.169.254', 'fd00::1'])(
    'should refuse all addresses when one of them is %s',
    async (address) => {
      await expect(lookup([...addresses, { address, family: 4 }], { all: true })).rejects.toMatchObject({
        code: 'FETCH_ADDRESS_FORBIDDEN',
      });
    },
  );
});
