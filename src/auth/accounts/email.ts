/** One spelling for an address: without surrounding blanks, in lower case, Unicode NFKC (full-width letters become plain ones). */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}
