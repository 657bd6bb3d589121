import { allRoutes } from '@aoc/contracts';
import { apiFixture } from '../testing/api-fixture';

describe('the licence', () => {
  it('is not needed for one tenant', async () => {
    const api = await apiFixture('licence_none');
    try {
      expect(await api.client.ok(allRoutes.licence)).toMatchObject({ state: 'none', usable: false, max_tenants: 1, expires_at: null });
      expect((await api.client.ok(allRoutes.listEvents)).items).toEqual([]);
    } finally {
      await api.stop();
    }
  });

  it('that is none is told at the start and by the API, is not logged, and keeps nothing of one tenant from working', async () => {
    const api = await apiFixture('licence_forged', { env: { LICENSE_KEY: 'eyJhbGciOiJub25lIn0.aHVzaA.' } });
    try {
      const { state, message } = await api.client.ok(allRoutes.licence);
      expect([state, message]).toEqual(['forged', expect.stringContaining('not signed with Ed25519')]);
      const line = api.log.find((entry) => entry.includes('"licence":"forged"'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ msg: message });
      expect(api.log.join()).not.toContain('eyJhbGciOiJub25lIn0');
      expect((await api.client.ok(allRoutes.listEvents)).items).toEqual([]);
    } finally {
      await api.stop();
    }
  });

  it('is judged anew at each question', async () => {
    const api = await apiFixture('licence_ends');
    try {
      const exp = Date.UTC(2027, 0, 1) / 1000;
      const claims = { sub: 'Contoso', jti: '1', plan: 'msp', max_tenants: 3, features: ['multi_tenant'], exp };
      api.deps.licence = { kind: 'signed', claims };
      const stateAt = async (instant: string) => {
        api.deps.clock = { now: () => new Date(instant) };
        return (await api.client.ok(allRoutes.licence)).state;
      };
      expect(await stateAt('2026-06-01')).toBe('valid');
      expect(await stateAt('2026-12-10')).toBe('expiring');
      expect(await stateAt('2027-01-10')).toBe('grace');
      expect(await stateAt('2027-01-15')).toBe('expired');
    } finally {
      await api.stop();
    }
  });
});
