import { FileQuota } from './file-quota.js';

const MEBIBYTE = 1_048_576;
const sut = new FileQuota({ maxBytes: 2 * MEBIBYTE, quotaBytes: 3 * MEBIBYTE, quotaCount: 2 });

describe('FileQuota', () => {
  it.each([
    [{ files: 0, bytes: 0 }, 2 * MEBIBYTE],
    [{ files: 1, bytes: 2 * MEBIBYTE }, 1 * MEBIBYTE],
  ])('should have with %j room for %p bytes', (usage, room) => {
    expect(sut.room(usage)).toBe(room);
  });

  it.each([
    { files: 2, bytes: 0 },
    { files: 1, bytes: 3 * MEBIBYTE },
  ])('should have none with %j', (usage) => {
    expect(() => sut.room(usage)).toThrow('You may keep 2 files and 3 MiB in all.');
  });

  it('should say what stands in the way of a file', () => {
    expect(sut.tooMuch(2 * MEBIBYTE).code).toBe('FILE_TOO_LARGE');
    expect(sut.tooMuch(1 * MEBIBYTE).code).toBe('FILE_QUOTA_EXCEEDED');
    expect(() => sut.assertSize(2 * MEBIBYTE)).not.toThrow();
    expect(() => sut.assertSize(2 * MEBIBYTE + 1)).toThrow('A file may have at most 2 MiB.');
  });

  it('should check what there will be', () => {
    expect(() => sut.check({ files: 2, bytes: 3 * MEBIBYTE })).not.toThrow();
    expect(() => sut.check({ files: 3, bytes: 0 })).toThrow('You may keep');
    expect(() => sut.check({ files: 1, bytes: 3 * MEBIBYTE + 1 })).toThrow('You may keep');
  });
});
