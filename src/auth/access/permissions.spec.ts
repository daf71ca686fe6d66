import { API_KEY_SCOPES, PERMISSIONS, permissionsOf } from './permissions.js';

describe('permissionsOf', () => {
  it('should give an admin everything', () => {
    expect([...permissionsOf('admin')]).toEqual(PERMISSIONS);
  });

  it('should keep administration from a user, and nothing else', () => {
    const withheld = PERMISSIONS.filter((permission) => !permissionsOf('user').has(permission));

    expect(withheld).toEqual(['admin:users', 'admin:audit']);
  });
});

describe('API_KEY_SCOPES', () => {
  it('should hold nothing that would let a key change the account or administer others', () => {
    const withheld = PERMISSIONS.filter((permission) => !API_KEY_SCOPES.includes(permission));

    expect(withheld).toEqual(['account:write', 'admin:users', 'admin:audit']);
  });
});
