const LONGEST = 80;

/** What a conversation without a title of its own is called: its first question. */
export function titleOf(question: string): string {
  const characters = Array.from(question.trim().replace(/\s+/g, ' '));
  return characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
