/**
 * ADK writes whole prompts and answers into its spans unless its own variable says otherwise. What users write is theirs: it goes into a
 * trace only where the operator has asked for it. An empty variable counts as unset with us, and as yes with ADK.
 */
export function keepTextsOutOfSpans(): void {
  process.env.ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS ||= 'false';
}
