import { type ObjectPermit, SignedObjects, SIGNED_OBJECTS_PATH } from './signed-objects.js';

const sut = new SignedObjects('a secret key of the tests');
const permit: ObjectPermit = { op: 'get', key: 'files/a', type: 'text/plain', disposition: 'attachment' };
const tokenOf = (path: string) => path.slice(SIGNED_OBJECTS_PATH.length + 1);

describe('SignedObjects', () => {
  it('should open what it signed', () => {
    expect(sut.verify(tokenOf(sut.sign(permit, 60)))).toEqual(permit);
  });

  it('should refuse what has expired', () => {
    expect(sut.verify(tokenOf(sut.sign(permit, 0)))).toBeUndefined();
  });

  it('should refuse what another key signed', () => {
    expect(new SignedObjects('another secret').verify(tokenOf(sut.sign(permit, 60)))).toBeUndefined();
  });

  it('should refuse other claims under the same signature', () => {
    const [, mac] = tokenOf(sut.sign(permit, 60)).split('.');
    const forged = Buffer.from(JSON.stringify({ ...permit, key: 'files/b', expires: Date.now() + 60_000 }));

    expect(sut.verify(`${forged.toString('base64url')}.${mac}`)).toBeUndefined();
  });

  it.each(['', '.', 'a.b', 'no-dot', '报告.报告'])('should refuse %p', (token) => {
    expect(sut.verify(token)).toBeUndefined();
  });
});
