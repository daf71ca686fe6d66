/** What goods cost at the door, step by step; all amounts in the currency given. */
export interface LandedCostRow {
  readonly currency: string;
  readonly goods_value: number;
  readonly freight: number;
  readonly insurance: number;
  readonly duty_on: 'CIF' | 'FOB';
  readonly customs_value: number;
  readonly duty_percent: number;
  readonly duty: number;
  readonly vat_base: number;
  readonly vat_percent: number;
  readonly vat: number;
  readonly other_costs: number;
  readonly total: number;
  /** Null where no quantity was given. */
  readonly per_unit: number | null;
}

export interface ContainerFitRow {
  readonly container: string;
  readonly cartons: number;
  /** `size`, `usable volume` or `weight`: what runs out first. */
  readonly limited_by: string;
  readonly volume_m3: number;
  readonly weight_kg: number | null;
  readonly containers_needed: number | null;
  readonly source_id: string;
}

export interface IncotermRow {
  readonly rule: string;
  readonly name: string;
  readonly transport: 'any' | 'sea';
  /** `seller` or `buyer`. */
  readonly export_clearance: string;
  readonly main_carriage: string;
  /** Null where nobody must insure. */
  readonly insurance: string | null;
  readonly import_clearance: string;
  /** In the run's language. */
  readonly risk_passes: string;
  readonly source_id: string;
}

export interface CalculateData {
  readonly landed_cost: LandedCostRow | null;
  readonly containers: readonly ContainerFitRow[];
  readonly incoterms: readonly IncotermRow[];
}
