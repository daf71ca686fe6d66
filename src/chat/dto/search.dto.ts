import { IsString, Length } from 'class-validator';
import { type FoundMessage } from '../../session/index.js';
import { PageQueryDto } from './chat-session.dto.js';

/** What to look for. */
export class SearchDto extends PageQueryDto {
  /**
   * Words the message must have, all of them; Chinese, English or both.
   * @example 手机 出口
   */
  @IsString()
  @Length(1, 200)
  q!: string;
}

/** A message that was found. */
export class FoundMessageDto {
  /**
   * The message's id.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a61
   */
  message_id!: string;

  /**
   * The conversation it is in.
   * @example supplier_analysis_session
   */
  session_id!: string;

  /**
   * What the conversation is called.
   * @example 供应商分析
   */
  session_title!: string | null;

  /**
   * Who said it.
   * @example assistant
   */
  role!: 'user' | 'assistant';

  /**
   * The part of it that has the first of the words.
   * @example …中国对美国的智能手机出口额年均为468.9亿美元[s1]…
   */
  excerpt!: string;

  /**
   * When it was said.
   * @example 2026-11-22T08:00:00.000Z
   */
  created_at!: string;

  static from({ message, conversation }: FoundMessage, query: string): FoundMessageDto {
    return {
      message_id: message.id,
      session_id: conversation.sessionId,
      session_title: conversation.title,
      role: message.role,
      excerpt: excerptOf(message.content, query),
      created_at: message.createdAt.toISOString(),
    };
  }
}

/** A page of what was found. */
export class FoundMessagePageDto {
  /** The messages, the most recently asked first. */
  items!: FoundMessageDto[];

  /**
   * What the next page is asked with; null at the end.
   * @example WyIwMTk4YzdhMC0yZjFiLTdjM2UtOWE1Mi0zZDFmNWI4ZTdhNjAiLCJ1c2VyIl0
   */
  cursor!: string | null;
}

/** Characters before and after the first word found. */
const AROUND = 80;

function excerptOf(content: string, query: string): string {
  const text = content.replace(/\s+/g, ' ').trim();
  const [word = ''] = query.trim().toLowerCase().split(/\s+/);
  const at = Math.max(0, text.toLowerCase().indexOf(word));
  const [from, to] = [Math.max(0, at - AROUND), at + word.length + AROUND];
  // A cut may go through a character of two halves.
  const part = text.slice(from, to).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  return `${from > 0 ? '…' : ''}${part}${to < text.length ? '…' : ''}`;
}
