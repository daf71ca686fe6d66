/**
 * Jest runs tests against a global object of its own, while Node's `fetch` keeps its connections at the real one. @google/genai looks for
 * them on the global object it sees, so they are made visible there. A function of the real world leads to its global object.
 */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

export function shareDispatcherWithJest(): void {
  // Node makes it with the first use of fetch's classes.
  void new Headers();
  const realGlobal = (fetch.constructor as FunctionConstructor)('return globalThis')() as Record<symbol, unknown>;
  (globalThis as Record<symbol, unknown>)[DISPATCHER] ??= realGlobal[DISPATCHER];
}
