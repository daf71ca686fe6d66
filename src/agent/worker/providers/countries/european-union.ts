/** The code the World Bank has for the European Union, which ISO 3166 does not know. */
export const EUROPEAN_UNION = 'EUU';

/** Members of the European Union: they levy one tariff together, and report their trade to Eurostat. */
export const EU_MEMBERS: ReadonlySet<string> = new Set(
  'AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE'.split(
    ' ',
  ),
);
