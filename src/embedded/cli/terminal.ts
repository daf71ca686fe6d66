import pc from 'picocolors';

/** Colours for a person at a terminal; plain text for a file, a pipe and NO_COLOR. */
export const colors = pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);

/** One step of something that takes a while. */
export function step(text: string): void {
  console.log(`${colors.dim('  ·')} ${text}`);
}
