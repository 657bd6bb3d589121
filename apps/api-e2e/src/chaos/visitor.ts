import { setTimeout as pause } from 'node:timers/promises';

/** Somebody who keeps using the product meanwhile. */
export interface Visitor {
  /** Answers by request and status; connections that were refused or cut are not among them. */
  answers: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const PAUSE_MS = 150;
const PATIENCE_MS = 10_000;
const requests: [method: string, address: string][] = [
  ['GET', '/api/events?page_size=5'],
  ['GET', '/health'],
  ['GET', '/api/source-health'],
  ['GET', '/health/ready'],
  ['GET', '/api/events?page_size=5'],
  ['POST', '/api/fetch-audit-logs?hours=1&wait=false'],
];

/** Visits the API at `base` again and again until stopped. */
export function visit(base: string): Visitor {
  const answers = new Map<string, number>();
  let stopped = false;
  const once = async (method: string, address: string): Promise<void> => {
    try {
      const response = await fetch(`${base}${address}`, { method, signal: AbortSignal.timeout(PATIENCE_MS) });
      await response.arrayBuffer();
      const name = `${method} ${address} ${response.status}`;
      answers.set(name, (answers.get(name) ?? 0) + 1);
    } catch {
      // Nobody listens at the moment.
    }
  };
  const going = (async () => {
    for (let n = 0; !stopped; n += 1) {
      const [method, address] = requests[n % requests.length] ?? ['GET', '/health'];
      await once(method, address);
      await pause(PAUSE_MS);
    }
  })();
  return {
    answers,
    async stop() {
      stopped = true;
      await going;
    },
  };
}
