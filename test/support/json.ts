/** JSON whose shape the spec that reads it asserts. The one `any` of the tests. */
// oxlint-disable-next-line typescript/no-explicit-any -- naming every shape of the contract twice would only hide what a spec checks
export type Json = any;

/** The value, or undefined for a text that is no JSON. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
