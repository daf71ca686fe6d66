import { z } from 'zod';

const amount = z.number().min(0).max(1e12);
const percent = z.number().min(0).max(1_000);
const side = z.number().positive().max(1_300);

export const calculateInput = z.object({
  landed_cost: z
    .object({
      goods_value: amount.describe('Value of the goods, before freight.'),
      freight: amount.default(0),
      insurance: amount.default(0),
      duty_percent: percent.describe('Rate of duty, from get_tariff; all rates that apply added up.'),
      vat_percent: percent.default(0).describe('VAT or sales tax on import, as the user gives it.'),
      other_costs: amount.default(0).describe('Customs broker, handling, inland transport.'),
      quantity: z.number().positive().max(1e12).optional().describe('Pieces, for the cost of one.'),
      currency: z.string().trim().length(3).toUpperCase().default('USD'),
      duty_on: z
        .enum(['CIF', 'FOB'])
        .default('CIF')
        .describe('FOB for imports into the USA, Canada and Australia, where freight is not dutiable; CIF elsewhere.'),
    })
    .optional()
    .describe('What goods cost at the door. Only with numbers the user or a tool gave.'),
  container_fit: z
    .object({
      length_cm: side,
      width_cm: side,
      height_cm: side,
      weight_kg: z.number().positive().max(30_000).optional().describe('Gross weight of one carton.'),
      cartons: z
        .number()
        .int()
        .positive()
        .max(1e9)
        .optional()
        .describe('How many there are, for the containers needed.'),
    })
    .optional()
    .describe('How many equal cartons go into a container.'),
  incoterms: z
    .array(z.string().trim().toUpperCase().max(20))
    .max(11)
    .optional()
    .describe('Rules of Incoterms 2020 to explain, e.g. ["FOB", "CIF"]; an empty list for all.'),
});
