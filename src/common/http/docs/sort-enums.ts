/**
 * The document with the values of every enumeration in alphabetical order. Many are read from TypeScript's unions, whose order is that in
 * which the compiler happened to meet the values: an unrelated change would change the document. A copy, as some lists in it are
 * constants of the code.
 */
export function sortEnums<T>(document: T): T {
  if (Array.isArray(document)) return document.map(sortEnums) as T;
  if (typeof document !== 'object' || document === null) return document;
  const entries = Object.entries(document).map(([key, value]: [string, unknown]) => [
    key,
    key === 'enum' && Array.isArray(value) ? value.map(String).sort((a, b) => (a < b ? -1 : 1)) : sortEnums(value),
  ]);
  return Object.fromEntries(entries) as T;
}
