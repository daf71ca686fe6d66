/** A file of the reference snapshot is wrong: the start ends here, with the place and the reason. */
export class ReferenceDataError extends Error {
  constructor(
    readonly file: string,
    /** Line of the file, 1 being the header; 0 where no single line is to blame. */
    readonly line: number,
    readonly reason: string,
  ) {
    super(`The reference data is damaged: ${file}${line > 0 ? `, line ${line}` : ''}: ${reason}`);
    this.name = 'ReferenceDataError';
  }
}
