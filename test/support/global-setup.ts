import { createJiti } from 'jiti';

declare global {
  var stopSystemUnderTest: (() => Promise<void>) | undefined;
}

/**
 * Jest's hook. It is loaded without Jest's own module resolution, which our `.js` specifiers and the ES modules among our
 * packages need, so the work is done by a file that jiti loads. Teardown runs in the same process.
 */
export default async function globalSetup(): Promise<void> {
  const system = await createJiti(__filename).import<typeof import('./system-under-test.js')>('./system-under-test.ts');
  await system.startSystemUnderTest();
  globalThis.stopSystemUnderTest = system.stopSystemUnderTest;
}
