/** @returns what `start` would have had done again and again, to be done when a spec says so */
export function captureInterval(start: () => void): () => void {
  let captured: (() => void) | undefined;
  const timer = jest.spyOn(globalThis, 'setInterval').mockImplementation((callback: () => void) => {
    captured = callback;
    return undefined as never;
  });
  start();
  timer.mockRestore();
  if (captured === undefined) throw new Error('Nothing was to be done again and again.');
  return captured;
}
