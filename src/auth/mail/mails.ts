import { type Language, say, type Text } from '../../common/i18n/language.js';
import { type Mail } from './mailer.port.js';

interface Template {
  readonly subject: Text;
  readonly text: Text;
}

/** What we write to users. `{link}` is filled in; nobody's own words are, as a stranger may have chosen them. */
const TEMPLATES = {
  verifyEmail: {
    subject: { en: 'Confirm your e-mail address', zh: '请确认您的邮箱地址' },
    text: {
      en: 'Welcome to TradeFlow.\n\nConfirm that this address is yours, within 24 hours:\n{link}\n\nIf you did not register, ignore this mail.',
      zh: '欢迎使用 TradeFlow。\n\n请在 24 小时内确认此邮箱属于您：\n{link}\n\n如果您没有注册，请忽略此邮件。',
    },
  },
  alreadyRegistered: {
    subject: { en: 'You have an account already', zh: '您已经注册过账户' },
    text: {
      en: 'Somebody, probably you, tried to use this address for a TradeFlow account. There is one already.\n\nLog in, or set a new password: {link}\n\nIf it was not you, there is nothing to do.',
      zh: '有人（可能是您本人）尝试用此邮箱注册 TradeFlow 账户，但该账户已存在。\n\n请直接登录，或重新设置密码：{link}\n\n如果不是您本人操作，无需处理。',
    },
  },
  resetPassword: {
    subject: { en: 'Set a new password', zh: '设置新密码' },
    text: {
      en: 'Set a new password for TradeFlow, within one hour:\n{link}\n\nIf you did not ask for it, ignore this mail: your password stays as it is.',
      zh: '请在 1 小时内设置新的 TradeFlow 密码：\n{link}\n\n如果您没有申请，请忽略此邮件，密码不会改变。',
    },
  },
  changeEmail: {
    subject: { en: 'Confirm your new e-mail address', zh: '请确认新的邮箱地址' },
    text: {
      en: 'Confirm that this is to be the address of your TradeFlow account, within 24 hours:\n{link}\n\nIf you did not ask for it, ignore this mail.',
      zh: '请在 24 小时内确认将此邮箱设为您的 TradeFlow 账户邮箱：\n{link}\n\n如果您没有申请，请忽略此邮件。',
    },
  },
  emailChangeRequested: {
    subject: { en: 'Your e-mail address is about to change', zh: '您的邮箱地址即将更改' },
    text: {
      en: 'Somebody who knows your password asked for another address for your TradeFlow account. It changes once the new address is confirmed.\n\nIf it was not you, set a new password at once: {link}',
      zh: '有人使用您的密码申请更改 TradeFlow 账户邮箱，新邮箱确认后即生效。\n\n如果不是您本人操作，请立即重置密码：{link}',
    },
  },
  passwordChanged: {
    subject: { en: 'Your password was changed', zh: '您的密码已更改' },
    text: {
      en: 'The password of your TradeFlow account was changed, and all other logins were ended.\n\nIf it was not you, set a new password at once: {link}',
      zh: '您的 TradeFlow 账户密码已更改，其他登录均已结束。\n\n如果不是您本人操作，请立即重置密码：{link}',
    },
  },
  accountDeleted: {
    subject: { en: 'Your account was deleted', zh: '您的账户已删除' },
    text: {
      en: 'Your TradeFlow account was deleted, with its conversations and files.',
      zh: '您的 TradeFlow 账户及其会话和文件已删除。',
    },
  },
} satisfies Record<string, Template>;

export type MailName = keyof typeof TEMPLATES;

/** One of our mails in the reader's language. */
export function writeMail(name: MailName, to: string, language: Language, link: string): Mail {
  const { subject, text } = TEMPLATES[name];
  return { to, subject: say(subject, language), text: say(text, language, { link }) };
}
