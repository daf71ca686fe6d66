import { AccountData } from './account-data.js';

describe('AccountData', () => {
  it('should try every holder, and then tell of the first failure', async () => {
    const sut = new AccountData();
    const erased: string[] = [];
    sut.register({ name: 'broken', erase: () => Promise.reject(new Error('the store is away')) });
    sut.register({ name: 'files', erase: async (userId) => void erased.push(userId) });
    sut.register({ name: 'figures only' });

    await expect(sut.erase('user-1')).rejects.toThrow('the store is away');
    expect(erased).toEqual(['user-1']);
  });

  it('should put the figures of all holders together', async () => {
    const sut = new AccountData();
    const period = { from: new Date(0), to: new Date() };
    sut.register({ name: 'runs', usage: async () => ({ runs: 2 }) });
    sut.register({ name: 'files', usage: async () => ({ files: 1 }) });
    sut.register({ name: 'nothing' });

    expect(await sut.usage('user-1', period)).toEqual({ runs: 2, files: 1 });
  });
});
