import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sayIssue } from './issue-texts.js';

describe('sayIssue', () => {
  it.each([
    ['message must be a string', 'message 必须是字符串'],
    ['must have 8 to 128 characters', '长度必须为 8 至 128 个字符'],
    ['each value in files must be a UUID', 'files 中的每一项必须是 UUID'],
    ["All files's elements must be unique", 'files 各项不能重复'],
    ['property temperature should not exist', '不支持 temperature 字段'],
    ['limit must not be greater than 100', 'limit 不能大于 100'],
    ['on_busy must be one of the following values: enqueue, reject', 'on_busy 必须是以下值之一：enqueue, reject'],
    ['each value in nested property items must be either object or array', 'items 中的每一项必须是对象或数组'],
    ['is easy to guess: choose another', '过于简单：请使用不常见、且与您的姓名无关的密码'],
    ['must not contain NUL characters or unpaired surrogates', '不能包含 NUL 字符或不成对的代理码元'],
  ])('should say “%s” in Chinese', (english, chinese) => {
    expect(sayIssue(english, 'zh')).toBe(chinese);
    expect(sayIssue(english, 'en')).toBe(english);
  });

  it('should leave as it is what it has no Chinese for', () => {
    expect(sayIssue('limit must be a prime number', 'zh')).toBe('limit must be a prime number');
  });

  it('should have Chinese for every rule that a DTO words itself', () => {
    const source = path.resolve(__dirname, '../..');
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /dto.*\.ts$/.test(file));
    const sentences = files.flatMap((file) =>
      [...readFileSync(path.join(source, file), 'utf8').matchAll(/(?:message:|_RULE =)\s+'([^']+)'/g)].map(
        ([, words]) => String(words),
      ),
    );

    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter((sentence) => sayIssue(sentence, 'zh') === sentence)).toEqual([]);
  });
});
