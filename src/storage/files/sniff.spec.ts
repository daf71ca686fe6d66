import { strToU8, zipSync } from 'fflate';
import { sniffFileType } from './sniff.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GBK = Buffer.from([0xb3, 0xf6, 0xbf, 0xda, 0x2c, 0x31, 0x0a]); // 出口,1
const PDF = Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1');
const EXE = Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0', 'latin1');
const XLSX = Buffer.from(zipSync({ 'docProps/app.xml': strToU8('<a/>'), 'xl/workbook.xml': strToU8('<b/>') }));
const sniff = async (head: Buffer | string, name: string, declared?: string) =>
  (await sniffFileType(Buffer.from(head), name, declared)).mediaType;

describe('sniffFileType', () => {
  it.each<[string, Buffer | string, string, string | undefined]>([
    ['image/png', PNG, 'logo.png', 'image/png'],
    ['image/png', PNG, 'no-extension', undefined],
    ['application/pdf', PDF, '合同.pdf', 'application/octet-stream'],
    ['text/csv', 'a,b\n1,2', '出口.csv', 'application/vnd.ms-excel'],
    ['text/csv', GBK, '出口.csv', 'text/csv'],
    ['text/csv', Buffer.from('\uFEFFa,b', 'utf16le'), 'x.csv', 'text/csv; charset=utf-16le'],
    ['text/plain', '你好', 'notes', 'text/plain'],
    ['text/plain', Buffer.from('出口').subarray(0, 5), 'cut.txt', undefined],
    ['text/plain', '<script>alert(1)</script>', 'page.txt', 'text/plain'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', XLSX, 'b.xlsx', undefined],
  ])('should find %s', async (expected, head, name, declared) => {
    expect(await sniff(head, name, declared)).toBe(expected);
  });

  it.each<[string, Buffer | string, string]>([
    ['a program', EXE, 'setup.exe'],
    ['a program under another name', EXE, 'report.pdf'],
    ['a page', '<!doctype html><script>', 'page.html'],
    ['a drawing that may hold scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.svg'],
    ['an archive', Buffer.from(zipSync({ 'a.txt': strToU8('a') })), 'a.zip'],
    ['bytes that are nothing', Buffer.from([1, 2, 3, 0, 0]), 'a.txt'],
  ])('should refuse %s', async (_what, head, name) => {
    await expect(sniff(head, name)).rejects.toMatchObject({ code: 'FILE_TYPE_NOT_ALLOWED' });
  });

  it.each<[string, Buffer | string, string, string | undefined]>([
    ['a picture called PDF', PNG, 'report.pdf', undefined],
    ['a PDF sent as a picture', PDF, 'a.pdf', 'image/png'],
    ['text called PDF', 'hello', 'a.pdf', undefined],
    ['a picture called page', PNG, 'a.html', undefined],
  ])('should refuse %s', async (_what, head, name, declared) => {
    await expect(sniff(head, name, declared)).rejects.toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
  });
});
