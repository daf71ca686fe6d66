/** Inside measures in metres, payload in kilograms; nominal, they vary a little by line and builder. */
export interface Container {
  readonly type: string;
  readonly length: number;
  readonly width: number;
  readonly height: number;
  readonly payloadKg: number;
  /** Cubic metres one reckons with, as nothing fills a container to the last corner. */
  readonly usableM3: number;
}

export const CONTAINERS: readonly Container[] = [
  { type: "20' GP", length: 5.9, width: 2.35, height: 2.39, payloadKg: 28_030, usableM3: 28 },
  // No payload of its own was found published; that of the high cube, whose empty weight is larger, is on the safe side.
  { type: "40' GP", length: 12.03, width: 2.35, height: 2.39, payloadKg: 26_480, usableM3: 58 },
  { type: "40' HC", length: 12.03, width: 2.35, height: 2.69, payloadKg: 26_480, usableM3: 67 },
];

export interface Carton {
  readonly lengthCm: number;
  readonly widthCm: number;
  readonly heightCm: number;
  readonly weightKg: number | undefined;
}

export interface ContainerFit {
  readonly container: string;
  /** Cartons it takes, by whatever runs out first. */
  readonly cartons: number;
  /** What runs out first. */
  readonly limitedBy: 'size' | 'usable volume' | 'weight';
  readonly volumeM3: number;
  readonly weightKg: number | null;
  /** Of so many cartons; null where no number was given. */
  readonly containersNeeded: number | null;
}

/** How many equal cartons go into each kind of container, all turned the same way: the best of the six ways. */
export function containerFit(carton: Carton, count: number | undefined): ContainerFit[] {
  const sides = [carton.lengthCm, carton.widthCm, carton.heightCm].map((side) => side / 100);
  const volume = sides.reduce((product, side) => product * side, 1);
  return CONTAINERS.map((container) => {
    const limits = [
      { limitedBy: 'size' as const, cartons: bestStack(sides, container) },
      { limitedBy: 'usable volume' as const, cartons: Math.floor(container.usableM3 / volume) },
      ...(carton.weightKg === undefined
        ? []
        : [{ limitedBy: 'weight' as const, cartons: Math.floor(container.payloadKg / carton.weightKg) }]),
    ];
    const { cartons, limitedBy } = limits.reduce((least, limit) => (limit.cartons < least.cartons ? limit : least));
    return {
      container: container.type,
      cartons,
      limitedBy,
      volumeM3: Math.round(cartons * volume * 100) / 100,
      weightKg: carton.weightKg === undefined ? null : Math.round(cartons * carton.weightKg),
      containersNeeded: count === undefined || cartons === 0 ? null : Math.ceil(count / cartons),
    };
  });
}

const TURNS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

function bestStack(sides: readonly number[], { length, width, height }: Container): number {
  const along = (inside: number, side: number | undefined) => Math.floor(inside / (side ?? Infinity) + 1e-9);
  return Math.max(
    ...TURNS.map(([a, b, c]) => along(length, sides[a]) * along(width, sides[b]) * along(height, sides[c])),
  );
}
