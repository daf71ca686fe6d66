/** Something a person must put right first. The message is the one sentence they are shown. */
export class Problem extends Error {}
