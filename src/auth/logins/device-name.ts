import Bowser from 'bowser';

/** What a user calls the device, e.g. `Chrome on Windows`; the program's own name where it is no browser. */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name) return userAgent.split(/[\s/(]/, 1)[0] || null;
  return os.name ? `${browser.name} on ${os.name}` : browser.name;
}
