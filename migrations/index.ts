/** Every migration, oldest first. A new one is added at the end and never changed after it landed. */
export const migrations = [];
