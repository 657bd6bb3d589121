import { allRoutes, type RouteContract } from '@aoc/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CallInput } from '../testing/api-client';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { rawRequest } from '../testing/raw-request';

const NONE = '0123456789abcdef01234567';
const conditions = [{ field: 'operation', op: 'eq', value: 'x' }];
const gone: [RouteContract, CallInput][] = [
  [allRoutes.getEvent, { params: { id: NONE } }],
  [allRoutes.setTags, { params: { id: NONE }, body: { tags: [] } }],
  [allRoutes.addComment, { params: { id: NONE }, body: { text: 'x' } }],
  [allRoutes.getAlert, { params: { id: NONE } }],
  [allRoutes.changeAlert, { params: { id: NONE }, body: { status: 'resolved' } }],
  [allRoutes.getIncident, { params: { id: NONE } }],
  [allRoutes.getRule, { params: { id: NONE } }],
  [allRoutes.deleteRule, { params: { id: NONE } }],
  [allRoutes.addException, { params: { id: NONE }, body: { conditions, reason: 'x' } }],
  [allRoutes.removeGlobalException, { params: { id: NONE } }],
  [allRoutes.getChannel, { params: { id: NONE } }],
  [allRoutes.testChannel, { params: { id: NONE } }],
  [allRoutes.resendNotification, { params: { id: NONE } }],
  [allRoutes.revokeApiKey, { params: { id: NONE } }],
  [allRoutes.deleteSavedSearch, { params: { id: NONE } }],
  [allRoutes.getImport, { params: { id: NONE } }],
  [allRoutes.getJob, { params: { job_id: NONE } }],
  [allRoutes.getTenant, { params: { id: 'cccccccc-0000-4000-8000-00000000000c' } }],
];

describe('who is refused', () => {
  let api: ApiFixture;
  let web: string;
  beforeAll(async () => {
    web = await mkdtemp(path.join(tmpdir(), 'aoc-web-'));
    await writeFile(path.join(web, 'index.html'), '<!doctype html>');
    api = await apiFixture('refusals', { env: { WEB_DIR: web } });
  });
  afterAll(async () => {
    await api.stop();
    await rm(web, { recursive: true });
  });

  it.each(gone.map(([contract, input]) => [contract.operationId, contract, input] as const))(
    'is told what to do about what is not there: %s',
    async (_name, contract, input) => {
      const { detail } = await api.client.problem(contract, 404, input);
      // A second sentence, or half of one: where it may have gone, or where else to look.
      expect(detail).toMatch(/[.;:] \w.{15,}\.$/);
      expect(detail).not.toContain(NONE);
    },
  );

  it.each(['/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/.env', '/api/nothing'])(
    'learns of %s only that there is nothing',
    async (address) => {
      const reply = await rawRequest(api.url, [`GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`]);
      expect(reply).toMatch(/^HTTP\/1\.1 404 /);
      expect(reply).toContain('"detail":"There is nothing at this address. /api/docs lists what there is."');
    },
  );

  it('to show all tenants is told to name one', async () => {
    const problem = await api.client.problem(allRoutes.bulkTags, 400, { body: { tags: [] }, headers: { 'x-aoc-tenant': '*' } });
    expect(problem.errors).toEqual([{ path: 'header.x-aoc-tenant', message: 'must be the id of one tenant here' }]);
  });
});
