import { ApiClient, registerUser } from '../support/api-client.js';

const sut = new ApiClient();

describe('GET /agent/tools', () => {
  it('should list every tool in the reader’s language, and how each provider is doing', async () => {
    const user = await registerUser();
    const { status, json } = await sut.as(user).get('/agent/tools', { headers: { 'accept-language': 'zh-CN' } });

    expect(status).toBe(200);
    expect(Date.now() - Date.parse(json.reported_at)).toBeLessThan(60_000);
    expect(json.tools.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['query_trade_statistics', 'screen_sanctions', 'get_tariff', 'search_web', 'calculate']),
    );
    expect(json.tools[1]).toMatchObject({ name: 'query_trade_statistics', activity: '正在查询贸易统计数据' });
    // The processes under test ask nobody outside.
    expect(json.providers).toEqual([expect.objectContaining({ id: 'reference', state: 'up', needs: null })]);
  });

  it('should be for who may use the agent only', async () => {
    expect((await sut.get('/agent/tools')).status).toBe(401);
  });
});
