import { PERMISSIONS, permissionsOf } from './permissions.js';

describe('permissionsOf', () => {
  it('should give an admin everything', () => {
    expect([...permissionsOf('admin')]).toEqual(PERMISSIONS);
  });

  it('should keep administration from a user, and nothing else', () => {
    const withheld = PERMISSIONS.filter((permission) => !permissionsOf('user').has(permission));

    expect(withheld).toEqual(['admin:users']);
  });
});
