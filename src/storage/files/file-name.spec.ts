import { extensionOf, safeFileName } from './file-name.js';

describe('safeFileName', () => {
  it.each([
    ['2024年手机出口报告.xlsx', '2024年手机出口报告.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\用户\\报价单.pdf', '报价单.pdf'],
    ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie x.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['.htaccess', 'htaccess'],
    ['  report .csv. ', 'report .csv'],
    ['NUL.txt', '_NUL.txt'],
    ['e\u0301.txt', '\u00E9.txt'],
    ['???', 'file'],
    ['', 'file'],
  ])('should make %j into %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected);
  });

  it('should shorten what no file system takes, and keep the extension and whole characters', () => {
    const name = safeFileName(`${'报'.repeat(300)}.xlsx`);

    expect(name).toMatch(/^报+\.xlsx$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  });
});

describe('extensionOf', () => {
  it.each([
    ['a.CSV', 'csv'],
    ['报告.tar.gz', 'gz'],
    ['README', ''],
  ])('should be of %j %j', (name, expected) => {
    expect(extensionOf(name)).toBe(expected);
  });
});
