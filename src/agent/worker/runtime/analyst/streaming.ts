/** Cuts a text into the pieces it is streamed in: after every sentence and every line. Put together they are the text. */
export function pieces(text: string): string[] {
  return text.match(/[^\n。！？]+(?:[。！？]|\n+|$)|[。！？]|\n+/gu) ?? [];
}
