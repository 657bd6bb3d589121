import { parseCli } from './cli';

describe('command line', () => {
  it('has defaults for everything', () => {
    expect(parseCli([])).toMatchObject({
      kind: 'run',
      json: false,
      faults: [],
      options: { port: 4010, seed: 1, tenants: [{ events: 20_000, days: 7, live: { eventsPerMinute: 20 } }] },
    });
  });

  it('takes several tenants, files and faults', () => {
    const parsed = parseCli([
      '--tenant',
      'a',
      '--tenant',
      'b',
      '--replay',
      'x.ndjson',
      '--replay',
      'y.ndjson',
      '--keep-times',
      '--fault',
      '{"kind":"throttle","every":3}',
      '--live',
      '0',
    ]);
    expect(parsed).toMatchObject({
      kind: 'run',
      faults: [{ kind: 'throttle', every: 3 }],
      options: { tenants: [{ tenantId: 'a', live: false, replay: { files: ['x.ndjson', 'y.ndjson'], shift: false } }, { tenantId: 'b' }] },
    });
  });

  it('takes what sign-in needs', () => {
    expect(parseCli(['--https', '--redirect', 'http://localhost:8000', '--redirect', 'http://localhost:8000/'])).toMatchObject({
      kind: 'run',
      options: { https: true, tenants: [{ registration: { redirect_uris: ['http://localhost:8000', 'http://localhost:8000/'] } }] },
    });
  });

  it('shows help', () => expect(parseCli(['--help'])).toEqual({ kind: 'help' }));

  it.each([
    [['--port', 'x']],
    [['--days', '0']],
    [['--unknown']],
    [['--now', 'soon']],
    [['--fault', '{"kind":"nothing"}']],
    [['--fault', '{']],
  ])('refuses %j in a sentence or two', (args) => {
    const parsed = parseCli(args);
    expect(parsed.kind).toBe('error');
    if (parsed.kind === 'error') expect(parsed.message).toMatch(/^[^\n]{20,250}\.$/);
  });
});
