import { type Language, say } from '../../common/i18n/language.js';
import { type Conversation, type Message, type Source } from '../../session/index.js';

const QUESTION = { zh: '提问', en: 'Question' };
const ANSWER = { zh: '回答', en: 'Answer' };
const SOURCES = { zh: '数据来源', en: 'Sources' };
const PARTIAL = { zh: '（未完成）', en: ' (incomplete)' };

/** A conversation as a Markdown document, piece by piece. */
export async function* writeMarkdown(
  conversation: Conversation,
  messages: AsyncIterable<Message>,
  language: Language,
): AsyncGenerator<string> {
  yield `# ${conversation.title ?? conversation.sessionId}\n`;
  for await (const message of messages) {
    const partial = message.status !== null && message.status !== 'succeeded' ? say(PARTIAL, language) : '';
    const heading = say(message.role === 'user' ? QUESTION : ANSWER, language);
    yield `\n## ${heading}${partial} · ${message.createdAt.toISOString()}\n\n${message.content}\n`;
    const sources = message.answer?.sources ?? [];
    if (sources.length > 0) yield `\n**${say(SOURCES, language)}**\n\n${sources.map(lineOf).join('')}`;
  }
}

function lineOf({ id, title, publisher, url, period, as_of }: Source): string {
  const when = [period, as_of].filter(Boolean).join(', ');
  return `- [${id}] ${title}. ${publisher}${when && `, ${when}`}. <${url}>\n`;
}
