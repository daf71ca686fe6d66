import { type Language } from '../i18n/language.js';

/**
 * What is said of a refused field, from `must` on, and the same in Chinese; `$1` is what the parentheses hold. First come class-validator's
 * sentences, then ours. They are recognised by their words, as class-validator keeps the values of a rule nowhere else.
 */
const RULES: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^must be a string$|^must be text$/, '必须是字符串'],
  [/^must be a boolean value$/, '必须是布尔值'],
  [/^must be an integer number$|^must be a whole number$/, '必须是整数'],
  [/^must be an array$|^must be a list$/, '必须是数组'],
  [/^must be an object$/, '必须是对象'],
  [/^must be either object or array$/, '必须是对象或数组'],
  [/^must be a UUID$|^must be an id$/, '必须是 UUID'],
  [/^must be one of the following values: (.+)$/, '必须是以下值之一：$1'],
  [/^must not be less than (\S+)$|^must be at least (\S+)$/, '不能小于 $1$2'],
  [/^must not be greater than (\S+)$|^must be at most (\S+)$/, '不能大于 $1$2'],
  [
    /^must be longer than or equal to (\d+) and shorter than or equal to (\d+) characters$|^must have (\d+) to (\d+) characters$/,
    '长度必须为 $1$3 至 $2$4 个字符',
  ],
  [/^must be longer than or equal to (\d+) characters$/, '长度不能少于 $1 个字符'],
  [/^must be shorter than or equal to (\d+) characters$/, '长度不能超过 $1 个字符'],
  [/^must contain at least (\d+) elements$/, '至少包含 $1 项'],
  [/^must contain no more than (\d+) elements$/, '最多包含 $1 项'],
  [/^elements must be unique$/, '各项不能重复'],
  [/^must match (.+) regular expression$/, '必须匹配正则表达式 $1'],

  [
    /^must be (\d+) to (\d+) letters, digits or (.+) and begin with a letter or a digit$/,
    '必须为 $1 至 $2 个字母、数字或 $3，且以字母或数字开头',
  ],
  [/^must be an e-mail address$/, '必须是邮箱地址'],
  [/^must not contain control characters$/, '不能包含控制字符'],
  [/^must not contain NUL characters or unpaired surrogates$/, '不能包含 NUL 字符或不成对的代理码元'],
  [/^must not be nested deeper than (\d+) levels$/, '嵌套不能超过 $1 层'],
  [/^must contain a letter$/, '必须包含字母'],
  [/^must contain a digit$/, '必须包含数字'],
  [/^is easy to guess: .+$/, '过于简单：请使用不常见、且与您的姓名无关的密码'],
  [/^must be a telephone number with its country code, such as (\S+)$/, '必须是带国家代码的电话号码，例如 $1'],
  [/^must be a country code of two letters, such as (\S+)$/, '必须是两个字母的国家代码，例如 $1'],
  [/^must be an http or https URL$/, '必须是 http 或 https 网址'],
  [/^must be a media type such as (\S+)$/, '必须是媒体类型，例如 $1'],
  [/^must be a day such as (\S+)$/, '必须是日期，例如 $1'],
  [
    /^must be an RFC 3339 time such as (\S+), or a day such as (\S+)$/,
    '必须是 RFC 3339 时间，例如 $1，或日期，例如 $2',
  ],
  [/^must be the cursor of a page before$/, '必须是上一页返回的游标'],
  [/^must be an action of the audit log$/, '必须是审计日志中的操作'],
  [/^must name at least one scope$/, '至少包含一个权限范围'],
  [/^must name each scope once$/, '每个权限范围只能出现一次'],
  [/^must be a SHA-256 in base64url$/, '必须是 base64url 编码的 SHA-256'],
  [/^must be the code_verifier of RFC 7636$/, '必须是 RFC 7636 规定的 code_verifier'],
];

/** Whose value it is: a field, or each value in a list; class-validator says it first, our own sentences mostly do not. */
const SUBJECTS: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^each value in nested property (\S+) /, '$1 中的每一项'],
  [/^each value in (\S+) /, '$1 中的每一项'],
  [/^nested property (\S+) /, '$1 '],
  [/^All (\S+)'s /, '$1 '],
  [/^(?!must |is )(\S+) /, '$1 '],
];

const UNKNOWN_FIELD = /^property (.+) should not exist$/;

/** What is wrong with a field, in the reader's language. What has no Chinese is said in English. */
export function sayIssue(message: string, language: Language): string {
  if (language === 'en') return message;
  if (UNKNOWN_FIELD.test(message)) return message.replace(UNKNOWN_FIELD, '不支持 $1 字段');
  const [subject, words] = SUBJECTS.find(([english]) => english.test(message)) ?? [/^/, ''];
  const [said = ''] = subject.exec(message) ?? [];
  const rest = message.slice(said.length);
  const rule = RULES.find(([english]) => english.test(rest));
  return rule === undefined ? message : said.replace(subject, words) + rest.replace(...rule);
}
