import { type ComextCube } from './eurostat.schema.js';

/** One value of a cube with its place in words, e.g. `{ partner: 'CN', time: '2024' }`. */
export interface CubeCell {
  readonly at: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Every value a cube holds. Its key is the place in the cube counted row by row, the last dimension fastest. */
export function cellsOf({ id, size, value, dimension }: ComextCube): CubeCell[] {
  const categories = id.map((name) => {
    const index = dimension[name]?.category.index ?? {};
    if (Array.isArray(index)) return index;
    return Object.entries(index)
      .sort(([, a], [, b]) => a - b)
      .map(([category]) => category);
  });
  return Object.entries(value).flatMap(([key, held]) => {
    if (held === null) return [];
    const at: Record<string, string> = {};
    let rest = Number(key);
    for (let axis = id.length - 1; axis >= 0; axis -= 1) {
      const length = size[axis] || 1;
      at[id[axis]!] = categories[axis]?.[rest % length] ?? '';
      rest = Math.floor(rest / length);
    }
    return [{ at, value: held }];
  });
}
