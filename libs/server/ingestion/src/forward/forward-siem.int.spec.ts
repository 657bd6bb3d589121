import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import { storeRecords } from '../store/store-records';
import { auditRecord, ingestionFixture, page, type IngestionFixture } from '../testing/ingestion-fixture';
import { startSiemSink, type SiemSink } from '../testing/siem-sink';
import { forwardSiem, type ForwardOutcome } from './forward-siem';
import { siemBacklog } from './siem-backlog.repository';
import { siemSender } from './siem-sender';

const MINUTE = 60_000;
const PAGES = 4;
const PER_PAGE = 5;

describe('forwarding to a SIEM', () => {
  let fixture: IngestionFixture;
  let ingestion: Ingestion;
  let sink: SiemSink;
  beforeAll(async () => {
    fixture = await ingestionFixture('siem');
    ingestion = fixture.ingestion;
  });
  beforeEach(async () => {
    sink = await startSiemSink();
  });
  afterEach(() => sink.stop());
  afterAll(() => fixture.database.stop());

  const never = new AbortController().signal;

  /** A tenant with four stored pages of five events, and a clock that is moved by hand. */
  async function filled(): Promise<{ ctx: TenantContext; pass(ms: number): void; forward(url?: string): Promise<ForwardOutcome> }> {
    let now = Date.parse('2026-03-10T00:00:00Z');
    const ctx = fixture.tenant({ now: () => new Date(now) });
    for (let n = 0; n < PAGES; n += 1)
      await storeRecords(ctx, ingestion, page(Array.from({ length: PER_PAGE }, (_, i) => auditRecord(n * PER_PAGE + PER_PAGE - i))));
    return {
      ctx,
      pass: (ms) => void (now += ms),
      forward: (url = sink.url) => forwardSiem(ctx, ingestion, siemSender(url, 400), never),
    };
  }
  const expected = Array.from({ length: PAGES * PER_PAGE }, (_, n) => `Directory_${n + 1}`);
  /** What a receiver has that drops repeats by their id. */
  const taken = (ctx: TenantContext): string[] => {
    const seen = new Set<string>();
    const fresh = sink.requests.filter(({ id, tenant, answer }) => {
      if (tenant !== ctx.tenantId || (answer !== 'ok' && answer !== 'cut') || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
    return fresh.flatMap(({ events }) => events);
  };
  const waiting = (ctx: TenantContext): Promise<number> => ingestion.stores.outbox.count(ctx, {}, 1000);

  it('delivers every new event once and in order, as NDJSON, each tenant on its own', async () => {
    const [one, two] = [await filled(), await filled()];
    expect(await siemBacklog(fixture.database.connection)).toBe(2 * PAGES);
    const outcomes = await Promise.all([one.forward(), two.forward()]);
    expect(outcomes).toEqual([1, 2].map(() => ({ delivered: PAGES, events: PAGES * PER_PAGE, error: null })));
    for (const { ctx } of [one, two]) {
      expect(taken(ctx)).toEqual(expected);
      expect(await waiting(ctx)).toBe(0);
    }
    const [first] = sink.requests;
    expect(first?.headers['content-type']).toBe('application/x-ndjson');
    expect(first?.body.endsWith('}\n')).toBe(true);
    const event: unknown = JSON.parse(first?.body.split('\n')[0] ?? '');
    expect(event).toMatchObject({
      tenant_id: first?.tenant,
      source: 'directory',
      timestamp: expect.stringMatching(/^2026-.*Z$/),
      raw: { id: 'Directory_1' },
    });
    expect(Object.keys(Object(event))).not.toEqual(expect.arrayContaining(['_id', 'ingest_batch', 'search_text', 'lookup_keys']));
    expect(await siemBacklog(fixture.database.connection)).toBe(0);
    // Known records are not new events.
    await storeRecords(one.ctx, ingestion, page([auditRecord(1)]));
    expect(await one.forward()).toEqual({ delivered: 0, events: 0, error: null });
  });

  it('survives refusals, cut connections and silence without loss or disorder, and waits longer each time', async () => {
    const { ctx, pass, forward } = await filled();
    sink.answers.push('ok', 'refuse', 'cut', 'slow', 'refuse', 'ok', 'cut');
    const errors: (string | null)[] = [];
    const waits: number[] = [];
    for (let tries = 0; tries < 20 && (await waiting(ctx)) > 0; tries += 1) {
      const { error } = await forward();
      errors.push(error);
      const state = await ingestion.stores.siem.findOne(ctx, { _id: ctx.tenantId });
      const wait = state?.next_attempt ? state.next_attempt.getTime() - ctx.clock.now().getTime() : 0;
      waits.push(wait);
      if (wait === 0) continue;
      pass(wait - 1);
      const before = sink.requests.length;
      expect(await forward()).toEqual({ delivered: 0, events: 0, error: null });
      expect(sink.requests).toHaveLength(before);
      pass(1);
    }
    expect(errors).toEqual([
      'the receiver answered 500',
      expect.stringContaining('connection failed'),
      'no answer in time',
      'the receiver answered 500',
      expect.stringContaining('connection failed'),
      null,
    ]);
    // A delivery between two failures begins the waits anew.
    expect(waits).toEqual([1000, 2000, 4000, 8000, 1000, 0]);
    expect(taken(ctx)).toEqual(expected);
    expect(await ingestion.stores.siem.findOne(ctx, { _id: ctx.tenantId })).toMatchObject({ failures: 0, last_error: null });
  });

  it('loses nothing while the receiver is away for hours, and asks at most every five minutes', async () => {
    const { ctx, pass, forward } = await filled();
    const away = sink.url;
    await sink.stop();
    let attempts = 0;
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      if ((await forward(away)).error !== null) attempts += 1;
      pass(MINUTE);
    }
    expect(attempts).toBeGreaterThan(60);
    expect(attempts).toBeLessThan(85);
    expect(await waiting(ctx)).toBe(PAGES);
    sink = await startSiemSink();
    pass(5 * MINUTE);
    expect(await forward()).toMatchObject({ delivered: PAGES, error: null });
    expect(taken(ctx)).toEqual(expected);
  });

  it('sends a batch again under the same id after a crash between delivery and its mark', async () => {
    const { ctx } = await filled();
    let calls = 0;
    const crashing: Ingestion = {
      ...ingestion,
      onForwarded: () => {
        calls += 1;
        if (calls === 2) throw new Error('the process is gone');
      },
    };
    await expect(forwardSiem(ctx, crashing, siemSender(sink.url), never)).rejects.toThrow('gone');
    expect(await forwardSiem(ctx, ingestion, siemSender(sink.url), never)).toMatchObject({ delivered: PAGES - 1 });
    const ids = sink.requests.map(({ id }) => id);
    expect(ids).toHaveLength(PAGES + 1);
    expect(ids[1]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(PAGES);
    expect(taken(ctx)).toEqual(expected);
  });

  it('stops between batches when the worker stops, without calling that a failure', async () => {
    const { ctx } = await filled();
    const stop = new AbortController();
    sink.answers.push('ok', 'slow');
    const running = forwardSiem(
      ctx,
      { ...ingestion, onForwarded: () => void setTimeout(() => stop.abort(), 20) },
      siemSender(sink.url),
      stop.signal,
    );
    await expect(running).resolves.toMatchObject({ delivered: 1, error: null });
    expect(await ingestion.stores.siem.findOne(ctx, { _id: ctx.tenantId })).toMatchObject({ failures: 0 });
    expect(await waiting(ctx)).toBe(PAGES - 1);
  });

  it('passes over batches whose events are all deleted', async () => {
    const { ctx, forward } = await filled();
    await ingestion.stores.events.deleteMany(ctx, { id: { $in: expected.slice(0, PER_PAGE) } });
    expect(await forward()).toMatchObject({ delivered: PAGES, events: (PAGES - 1) * PER_PAGE });
    expect(sink.requests).toHaveLength(PAGES - 1);
  });

  it('follows no redirect, and shows no secret of the address', async () => {
    const { ctx, pass, forward } = await filled();
    const secret = sink.url.replace('http://', 'http://siem:hunter2%21@').concat('?token=s3cret');
    sink.answers.push('redirect', 'refuse');
    const problems: unknown[] = [];
    for (let n = 0; n < 2; n += 1) {
      problems.push(await forward(secret), await ingestion.stores.siem.findOne(ctx, { _id: ctx.tenantId }));
      pass(10 * MINUTE);
    }
    await sink.stop();
    problems.push(await forward(secret));
    sink = await startSiemSink();
    expect(problems.map((problem) => Object(problem).error).filter(Boolean)).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|s3cret/);
    pass(10 * MINUTE);
    await forward(sink.url.replace('http://', 'http://siem:hunter2%21@'));
    expect(sink.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('siem:hunter2!').toString('base64')}`);
    expect(taken(ctx)).toEqual(expected);
  });
});
