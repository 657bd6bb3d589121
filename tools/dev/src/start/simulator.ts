import { inRoot } from '../shared/paths';
import { freePort } from './port';
import type { StartOptions } from './options';

/** Where the simulated tenant answers and how to sign in to it, as variables of the product's configuration. */
export interface Simulator {
  args: string[];
  env: Record<string, string>;
}

/**
 * A simulated tenant with one application. The ids are the simulator's own defaults (tools/microsoft-simulator) and open
 * nothing but it. The port is chosen here, so that it stays the same when the simulator is restarted.
 */
export async function planSimulator(options: Pick<StartOptions, 'seed' | 'events'>, bundle: string): Promise<Simulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const size = [
    options.seed === null ? [] : ['--seed', String(options.seed)],
    options.events === null ? [] : ['--events', String(options.events)],
  ].flat();
  return {
    args: [inRoot(bundle), '--port', String(port), ...size],
    env: {
      LOGIN_URL: url,
      GRAPH_URL: url,
      MANAGEMENT_URL: url,
      DEMO: 'true',
      ENABLE_PERIODIC_FETCH: 'true',
      FETCH_INTERVAL_MINUTES: '0.25',
    },
  };
}
