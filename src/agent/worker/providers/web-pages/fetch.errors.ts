import { defineErrors } from '../../../../common/errors/error-registry.js';

/** Why a page whose address a user gave was not read. What the outer world does is no failure of ours: it is logged quietly. */
export const FetchErrors = defineErrors({
  FETCH_ADDRESS_INVALID: {
    status: 422,
    title: { en: 'This is not the address of a page', zh: '不是有效的网页地址' },
    detail: {
      en: 'Give the full address of a public page, beginning with http:// or https://.',
      zh: '请提供以 http:// 或 https:// 开头的完整公开网页地址。',
    },
  },
  FETCH_ADDRESS_FORBIDDEN: {
    status: 422,
    title: { en: 'This address is not read', zh: '该地址不允许访问' },
    detail: {
      en: 'Only public pages on the standard ports, without a user name in the address, are read; addresses inside a private network are not.',
      zh: '只读取标准端口上的公开网页；内网地址、非标准端口及带用户名的地址均不访问。',
    },
  },
  FETCH_UNREACHABLE: {
    status: 502,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The page could not be reached', zh: '无法访问该网页' },
    detail: {
      en: 'The site could not be reached from here. Check the address, or paste the text of the page instead.',
      zh: '当前环境无法连接该网站。请检查地址，或直接粘贴网页文字内容。',
    },
  },
  FETCH_TIMED_OUT: {
    status: 504,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The page took too long', zh: '网页响应超时' },
    detail: {
      en: 'The site did not answer in time. Try again later, or paste the text of the page instead.',
      zh: '网站未在限定时间内响应。请稍后重试，或直接粘贴网页文字内容。',
    },
  },
  FETCH_REFUSED: {
    status: 502,
    logLevel: 'debug',
    title: { en: 'The site refused to show the page', zh: '网站拒绝提供该网页' },
    detail: {
      en: 'The site answered with status {status}, as shops do to programs. Paste the text of the page instead.',
      zh: '网站返回状态 {status}（电商网站常拒绝程序访问）。请直接粘贴网页文字内容。',
    },
  },
  FETCH_BEHIND_WALL: {
    status: 502,
    logLevel: 'debug',
    title: { en: 'The page is behind a login or a test for robots', zh: '网页需要登录或人机验证' },
    detail: {
      en: 'The site shows a login or a test for robots instead of the page. Paste the text of the page instead.',
      zh: '网站显示登录页或人机验证，而非产品内容。请直接粘贴网页文字内容。',
    },
  },
  FETCH_ROBOTS_DISALLOWED: {
    status: 422,
    title: { en: 'The site does not want programs to read this page', zh: '网站不允许程序读取该网页' },
    detail: {
      en: 'The robots.txt of the site asks programs not to read this page. Paste the text of the page instead.',
      zh: '该网站的 robots.txt 不允许程序读取此网页。请直接粘贴网页文字内容。',
    },
  },
  FETCH_TOO_LARGE: {
    status: 422,
    title: { en: 'The page is too large', zh: '网页过大' },
    detail: {
      en: 'Pages of up to {limit} are read. Paste the part that matters instead.',
      zh: '最多读取 {limit} 的网页。请直接粘贴相关内容。',
    },
  },
  FETCH_NOT_A_PAGE: {
    status: 422,
    title: { en: 'The address leads to no page', zh: '该地址不是网页' },
    detail: {
      en: 'Only HTML pages are read, and this is {type}.',
      zh: '只读取 HTML 网页，而该地址的内容类型为 {type}。',
    },
  },
  FETCH_TOO_MANY_REDIRECTS: {
    status: 502,
    logLevel: 'debug',
    title: { en: 'The address redirects too often', zh: '重定向次数过多' },
    detail: {
      en: 'The address was followed through {limit} redirects. Give the final address.',
      zh: '已跟随 {limit} 次重定向，请提供最终地址。',
    },
  },
});
