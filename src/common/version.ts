/** The version of the program and of its API document; the same as in package.json. */
export const VERSION = '0.1.0';
