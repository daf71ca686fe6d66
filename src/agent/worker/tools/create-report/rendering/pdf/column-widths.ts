/** No column of words is narrower than this, in points. */
const NARROWEST = 48;

/**
 * Widths that fill the width of the page: figures get what they need, words share the rest by what they would like.
 * @param measured what each cell would take on one line, by rows
 * @param rigid columns whose cells must not break
 */
export function columnWidths(
  measured: readonly (readonly number[])[],
  available: number,
  rigid: readonly boolean[],
): number[] {
  const wanted = rigid.map((_, index) => Math.max(...measured.map((row) => row[index] ?? 0)));
  const total = sum(wanted);
  if (total <= available) return wanted.map((width) => width + ((available - total) * width) / total);
  const isRigid = rigid.map((is, index) => is && wanted[index]! <= available / rigid.length);
  const left = available - sum(wanted.filter((_, index) => isRigid[index]));
  const soft = wanted.filter((_, index) => !isRigid[index]);
  const floor = Math.min(NARROWEST, left / soft.length);
  const spare = left - floor * soft.length;
  const wishes = sum(soft.map((width) => Math.max(0, Math.min(width, available / 2) - floor)));
  return wanted.map((width, index) => {
    if (isRigid[index]) return width;
    const wish = Math.max(0, Math.min(width, available / 2) - floor);
    return floor + (wishes === 0 ? spare / soft.length : (spare * wish) / wishes);
  });
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
