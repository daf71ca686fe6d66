import { AppError } from '../../../common/errors/app-error.js';
import { type Language } from '../../../common/i18n/language.js';
import { type PageReader, type ReadablePage } from '../providers/page-reader.port.js';
import { FetchErrors } from '../providers/web-pages/fetch.errors.js';

/** Doors a browser may get through: the site itself answered, but not to us. */
const CLOSED_DOORS = new Set([
  FetchErrors.FETCH_REFUSED.code,
  FetchErrors.FETCH_BEHIND_WALL.code,
  FetchErrors.FETCH_TIMED_OUT.code,
]);

/** Titles of pages that are no page but a door before it: a login, or a test for robots. */
export const WALL =
  /robot or human|are you a robot|access denied|just a moment|attention required|captcha|enter the characters|unusual traffic|security check|verify you are human|滑动验证|安全验证|验证码|请登录|用户登录|访问受限|\bsign in\b|\blog ?in\b/i;

/**
 * The page as somebody else reads it, where we were not let in and that may help. Undefined where it does not: then the first failure
 * stands.
 */
export async function readThrough(
  reader: PageReader,
  url: string,
  failure: AppError,
  { signal }: { readonly language: Language; readonly signal: AbortSignal },
): Promise<ReadablePage | undefined> {
  if (!CLOSED_DOORS.has(failure.code)) return undefined;
  try {
    const page = await reader.read(url, signal);
    return page && page.text.trim() !== '' && !WALL.test(page.title) ? page : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
