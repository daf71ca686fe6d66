import { FakeServer } from './fake-server.js';

/** World Bank's indicators: a pair of description and rows; mistakes with status 200. */
export function startFakeWorldBank(
  values: Readonly<Record<string, Readonly<Record<string, number | null>>>>,
): Promise<FakeServer> {
  return FakeServer.start(({ url }) => {
    const [, countries = '', code = ''] = /^\/v2\/country\/([^/]+)\/indicator\/(.+)$/.exec(url.pathname) ?? [];
    if (!values[code])
      return {
        body: [{ message: [{ id: '120', key: 'Invalid value', value: 'The provided parameter value is not valid' }] }],
      };
    const held = Object.entries(values[code]).map(([key, value]) => ({
      country: key.slice(0, 3),
      date: key.slice(4),
      value,
    }));
    const rows = held
      .filter(({ country }) => decodeURIComponent(countries).split(';').includes(country))
      .map(({ country, date, value }) => ({
        indicator: { id: code, value: `name of ${code}` },
        country: { id: country.slice(0, 2), value: country },
        countryiso3code: country,
        date,
        value,
        unit: '',
        obs_status: '',
        decimal: 0,
      }));
    return {
      body: [
        { page: 1, pages: 1, per_page: 1000, total: rows.length, lastupdated: '2026-10-01' },
        rows.length > 0 ? rows : null,
      ],
    };
  });
}

/** Tendata: a token for the key, records for the token, its own codes inside of 200. */
export function startFakeTendata(
  key: string,
  records: readonly Record<string, unknown>[],
  form: 'list' | 'content' = 'list',
): Promise<FakeServer> {
  let issued = 0;
  return FakeServer.start(({ url, headers }) => {
    const envelope = (code: number, msg: string, data: unknown) => ({
      body: { success: code === 200, code, msg, traceId: 't', data },
    });
    if (url.pathname === '/v2/access-token')
      return url.searchParams.get('apiKey') === key
        ? envelope(200, 'Success', {
            accessToken: `token-${++issued}`,
            expiresIn: 7200,
            unit: 'SECONDS',
            tokenType: 'Bearer',
          })
        : envelope(401, 'apiKey invalid', null);
    if (headers.authorization !== `Bearer token-${issued}`) return envelope(40302, 'token expired', null);
    return envelope(200, 'Success', { total: records.length, pageNo: 1, pageSize: 100, [form]: records });
  });
}
