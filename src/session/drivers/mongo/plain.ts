/** A document as it is written and read: the fields of its class, without the class. */
export type Plain<T> = T extends Date | Buffer ? T : { [Field in keyof T]: Plain<T[Field]> };
