import { z } from 'zod';
import { type Source } from '../../../../session/index.js';
import { COMPANY_FIELDS, type CompanyRecord, type CompanyStatement } from '../company-data.port.js';
import { type CountryNames } from '../countries/countries.js';
import { type HsEntry, type HsSection, type Product } from '../nomenclature/nomenclature.types.js';
import { type TradeFact } from '../trade-data.port.js';

const text = z.string().trim().min(1, 'is empty');
const maybe = z
  .string()
  .trim()
  .transform((value) => (value === '' ? null : value));
const list = (separator: string) => z.string().transform((value) => value.split(separator).filter(Boolean));
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes');
const day = z.iso.date('must be a date such as 2026-01-31');
const iso3 = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 3166-1 alpha-3 code');
const hsCode = z.string().regex(/^(\d{2}|\d{4}|\d{6})$/, 'must have two, four or six digits');
const tradeCode = z.union([hsCode, z.literal('TOTAL')], 'must be an HS code or TOTAL');
const amount = z
  .string()
  .regex(/^\d*(\.\d+)?$/, 'must be a plain number')
  .transform((value) => (value === '' ? null : Number(value)));
const confidence = z.enum(['verbatim', 'derived', 'secondary']);

export const sourceRow = z
  .object({
    id: slug,
    title: text,
    publisher: text,
    url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
    licence: text,
    period: maybe,
    as_of: z.union([z.literal(''), day]),
    retrieved_on: day,
    confidence,
  })
  .transform(({ period, as_of, retrieved_on, ...row }): Source => ({
    ...row,
    ...(period !== null && { period }),
    ...(as_of !== '' && { as_of }),
    retrieved_at: `${retrieved_on}T00:00:00.000Z`,
  }));

export const sectionRow = z
  .object({ code: z.string().regex(/^[IVX]+$/, 'must be a Roman numeral'), name_en: text, name_zh: text })
  .transform(({ code, name_en, name_zh }): HsSection => ({ code, nameEn: name_en, nameZh: name_zh }));

export const entryRow = z
  .object({ code: hsCode, section: text, description: text, names_zh: list('|'), names_en: list('|') })
  .transform(({ code, section, description, names_zh, names_en }): HsEntry => ({
    code,
    section,
    description,
    namesZh: names_zh,
    namesEn: names_en,
  }));

export const productRow = z
  .object({
    hs_code: z.string().regex(/^\d{6}$/, 'must have six digits'),
    name_zh: text,
    name_en: text,
    synonyms_zh: list('|'),
    synonyms_en: list('|'),
    former_codes: list('|').pipe(z.array(z.string().regex(/^\d{6}$/, 'must have six digits'))),
  })
  .transform((row): Product => ({
    hsCode: row.hs_code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    synonyms: [...row.synonyms_zh, ...row.synonyms_en],
    formerCodes: row.former_codes,
  }));

export const countryRow = z
  .object({ iso3, name_zh: maybe, name_en: maybe, aliases_zh: list('|'), aliases_en: list('|') })
  .transform((row): CountryNames => ({
    iso3: row.iso3,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    aliases: [...row.aliases_zh, ...row.aliases_en],
  }));

const SINGLE_PERIOD = /^(19|20)\d{2}(-(0[1-9]|1[0-2])(\.\.(0[1-9]|1[0-2]))?)?$/;
const AVERAGED_YEARS = /^(19|20)\d{2}-(19|20)\d{2}$/;

export const tradeFactRow = z
  .object({
    reporter: iso3,
    partner: iso3,
    hs_codes: list('+').pipe(z.array(tradeCode).min(1, 'is empty')),
    hs_description: maybe,
    flow: z.enum(['X', 'M']),
    period: text,
    is_average: z.enum(['true', 'false']).transform((value) => value === 'true'),
    value_usd: amount,
    quantity: amount,
    quantity_unit: maybe,
    series: slug,
    source_id: text,
    confidence,
  })
  .refine((row) => (row.is_average ? AVERAGED_YEARS : SINGLE_PERIOD).test(row.period), {
    path: ['period'],
    error: 'must be a year, a month or months of a year; an average, and only an average, names two years (2022-2023)',
  })
  .refine((row) => row.value_usd !== null || row.quantity !== null, {
    path: ['value_usd'],
    error: 'or quantity is needed',
  })
  .refine((row) => (row.quantity === null) === (row.quantity_unit === null), {
    path: ['quantity_unit'],
    error: 'goes with a quantity',
  })
  .transform((row): TradeFact => ({
    reporter: row.reporter,
    partner: row.partner,
    hsCodes: row.hs_codes,
    description: row.hs_description,
    flow: row.flow,
    period: row.period,
    isAverage: row.is_average,
    valueUsd: row.value_usd,
    quantity: row.quantity,
    quantityUnit: row.quantity_unit,
    series: row.series,
    confidence: row.confidence,
    sourceId: row.source_id,
  }));

export const companyRow = z
  .object({
    id: slug,
    country: iso3,
    name_zh: text,
    name_en: text,
    aliases: list('|'),
    product_codes: list('|').pipe(z.array(hsCode)),
  })
  .transform((row): Omit<CompanyRecord, 'statements'> => ({
    id: row.id,
    country: row.country,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    aliases: row.aliases,
    productCodes: row.product_codes,
  }));

/** The fields whose value is always a number; elsewhere a unit says so, as digits may be the number of a register. */
const NUMERIC_FIELDS: ReadonlySet<string> = new Set(['revenue', 'employees']);

export const companyFactRow = z
  .object({
    company: slug,
    field: z.enum(COMPANY_FIELDS),
    value: text,
    unit: maybe,
    period: maybe,
    as_of: z.union([z.literal(''), day]),
    note: maybe,
    confidence,
    source_id: text,
  })
  .refine((row) => (row.unit === null ? !NUMERIC_FIELDS.has(row.field) : /^\d+$/.test(row.value)), {
    path: ['value'],
    error: 'must be a whole number with its unit',
  })
  .transform(({ company, value, as_of, source_id, ...row }): { company: string; statement: CompanyStatement } => ({
    company,
    statement: { ...row, value: row.unit === null ? value : Number(value), asOf: as_of || null, sourceId: source_id },
  }));
